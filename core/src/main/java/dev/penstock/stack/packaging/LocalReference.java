package dev.penstock.stack.packaging;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A property of a type of resource that may name a file or folder on this machine. Source: AWS CLI Command Reference, {@code
 * cloudformation package}.
 *
 * @param type of the resource
 * @param path of the property, with dots between names
 * @param what what is made of what it names
 * @param form what takes the place of the name
 * @param implied whether leaving the property out means the folder that the template is in
 */
record LocalReference(String type, String path, What what, Form form, boolean implied) {

    /** What is made of a file or folder. */
    enum What {
        /** A file as it is; a folder as an archive. */
        AS_IS,
        /** An archive, also of a single file that is none. */
        ARCHIVE,
        /** A template, whose own references are followed first. */
        TEMPLATE
    }

    /** How an object in S3 is named. */
    sealed interface Form {

        /** {@code s3://bucket/key}. */
        record S3Uri() implements Form {}

        /** {@code https://…}, which is what {@code TemplateURL} takes. */
        record Url() implements Form {}

        /**
         * A mapping.
         *
         * @param bucket the field that holds the bucket
         * @param key the field that holds the key
         */
        record Fields(String bucket, String key) implements Form {}
    }

    private static final Form S3_URI = new Form.S3Uri();
    private static final Form URL = new Form.Url();
    private static final Form S3_FIELDS = new Form.Fields("S3Bucket", "S3Key");
    private static final Form FIELDS = new Form.Fields("Bucket", "Key");

    private static final Map<String, List<LocalReference>> BY_TYPE = Stream.of(
                    of("AWS::ApiGateway::RestApi", "BodyS3Location", What.AS_IS, FIELDS),
                    of("AWS::AppSync::FunctionConfiguration", "CodeS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::Resolver", "CodeS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location", What.AS_IS, S3_URI),
                    of("AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location", What.AS_IS, S3_URI),
                    of("AWS::CloudFormation::ModuleVersion", "ModulePackage", What.AS_IS, S3_URI),
                    of("AWS::CloudFormation::ResourceVersion", "SchemaHandlerPackage", What.AS_IS, S3_URI),
                    of("AWS::CloudFormation::Stack", "TemplateURL", What.TEMPLATE, URL),
                    of("AWS::CloudFormation::StackSet", "TemplateURL", What.TEMPLATE, URL),
                    of("AWS::CodeCommit::Repository", "Code.S3", What.ARCHIVE, FIELDS),
                    implied("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", What.AS_IS, S3_FIELDS),
                    of("AWS::Glue::Job", "Command.ScriptLocation", What.AS_IS, S3_URI),
                    of("AWS::Lambda::Function", "Code", What.ARCHIVE, S3_FIELDS),
                    implied("AWS::Lambda::LayerVersion", "Content", What.ARCHIVE, S3_FIELDS),
                    of("AWS::Serverless::Api", "DefinitionUri", What.AS_IS, S3_URI),
                    of("AWS::Serverless::Application", "Location", What.TEMPLATE, URL),
                    of("AWS::Serverless::Function", "CodeUri", What.ARCHIVE, S3_URI),
                    of("AWS::Serverless::HttpApi", "DefinitionUri", What.AS_IS, S3_URI),
                    implied("AWS::Serverless::LayerVersion", "ContentUri", What.ARCHIVE, S3_URI),
                    of("AWS::Serverless::StateMachine", "DefinitionUri", What.AS_IS, FIELDS),
                    of("AWS::StepFunctions::StateMachine", "DefinitionS3Location", What.AS_IS, FIELDS))
            .collect(Collectors.groupingBy(
                    LocalReference::type, Collectors.mapping(Function.identity(), Collectors.toList())));

    private static LocalReference of(String type, String path, What what, Form form) {
        return new LocalReference(type, path, what, form, false);
    }

    private static LocalReference implied(String type, String path, What what, Form form) {
        return new LocalReference(type, path, what, form, true);
    }

    /** The properties of a type that may name something on this machine. */
    static List<LocalReference> ofType(String type) {
        return BY_TYPE.getOrDefault(type, List.of());
    }
}
