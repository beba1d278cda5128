package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Policy templates: permissions by a name and the resource that they are for. Source: AWS SAM Developer Guide, "AWS SAM policy
 * template list"; those that deployments are seen to use.
 */
final class PolicyTemplates {

    private static final String ARN = "arn:${AWS::Partition}:";
    private static final String HERE = ":${AWS::Region}:${AWS::AccountId}:";

    /**
     * @param parameter what the template is given; empty for nothing
     * @param actions in words
     * @param resources in which {@code @} stands for what is given
     */
    private record Form(String parameter, String actions, String... resources) {}

    private static final Map<String, Form> FORMS = forms();

    private PolicyTemplates() {}

    private static Map<String, Form> forms() {
        String table = ARN + "dynamodb" + HERE + "table/@";
        String queue = ARN + "sqs" + HERE + "@";
        String[] bucket = {ARN + "s3:::@", ARN + "s3:::@/*"};
        String reads = "dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:DescribeTable";
        String writes = "dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem";
        String gets =
                "s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:GetLifecycleConfiguration";
        String puts = "s3:PutObject s3:PutObjectAcl s3:PutLifecycleConfiguration";
        Map<String, Form> forms = new TreeMap<>();
        forms.put("AWSSecretsManagerGetSecretValuePolicy", new Form("SecretArn", "secretsmanager:GetSecretValue", "@"));
        forms.put(
                "CloudFormationDescribeStacksPolicy",
                new Form("", "cloudformation:DescribeStacks", ARN + "cloudformation" + HERE + "stack/*"));
        forms.put("CloudWatchPutMetricPolicy", new Form("", "cloudwatch:PutMetricData", "*"));
        forms.put(
                "CodePipelineLambdaExecutionPolicy",
                new Form("", "codepipeline:PutJobSuccessResult codepipeline:PutJobFailureResult", "*"));
        forms.put(
                "DynamoDBCrudPolicy",
                new Form(
                        "TableName",
                        reads + " " + writes + " dynamodb:DeleteItem dynamodb:ConditionCheckItem",
                        table,
                        table + "/index/*"));
        forms.put("DynamoDBReadPolicy", new Form("TableName", reads, table, table + "/index/*"));
        forms.put("DynamoDBWritePolicy", new Form("TableName", writes, table, table + "/index/*"));
        forms.put(
                "EventBridgePutEventsPolicy",
                new Form("EventBusName", "events:PutEvents", ARN + "events" + HERE + "event-bus/@"));
        forms.put("KMSDecryptPolicy", new Form("KeyId", "kms:Decrypt", ARN + "kms" + HERE + "key/@"));
        forms.put(
                "LambdaInvokePolicy",
                new Form("FunctionName", "lambda:InvokeFunction", ARN + "lambda" + HERE + "function:@*"));
        forms.put("S3CrudPolicy", new Form("BucketName", gets + " " + puts + " s3:DeleteObject", bucket));
        forms.put("S3ReadPolicy", new Form("BucketName", gets, bucket));
        forms.put("S3WritePolicy", new Form("BucketName", puts, bucket));
        forms.put("SNSPublishMessagePolicy", new Form("TopicName", "sns:Publish", ARN + "sns" + HERE + "@"));
        forms.put(
                "SQSPollerPolicy",
                new Form(
                        "QueueName",
                        "sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage",
                        queue));
        forms.put("SQSSendMessagePolicy", new Form("QueueName", "sqs:SendMessage*", queue));
        forms.put(
                "SSMParameterReadPolicy",
                new Form(
                        "ParameterName",
                        "ssm:DescribeParameters ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath",
                        ARN + "ssm" + HERE + "parameter/@"));
        forms.put(
                "StepFunctionsExecutionPolicy",
                new Form("StateMachineName", "states:StartExecution", ARN + "states" + HERE + "stateMachine:@"));
        return forms;
    }

    static JsonValue document(Declared function, String name, Map<String, JsonValue> given) {
        Form form = FORMS.get(name);
        if (form == null) {
            throw function.invalid("The policy template '" + name + "' is not simulated. These are: "
                    + String.join(", ", FORMS.keySet()) + ".");
        }
        if (!form.parameter().isEmpty() && !given.containsKey(form.parameter())) {
            throw function.invalid(
                    "Following parameter(s) are required for policy template " + name + ": " + form.parameter());
        }
        List<JsonValue> resources = new ArrayList<>();
        for (String resource : form.resources()) {
            resources.add(resource(resource, form.parameter(), given));
        }
        return new Members()
                .with("Version", "2012-10-17")
                .with(
                        "Statement",
                        Members.list(List.of(new Members()
                                .with("Effect", "Allow")
                                .with(
                                        "Action",
                                        Members.list(
                                                Arrays.stream(form.actions().split(" "))
                                                        .map(Members::text)
                                                        .toList()))
                                .with("Resource", Members.list(resources))
                                .built())))
                .built();
    }

    private static JsonValue resource(String pattern, String parameter, Map<String, JsonValue> given) {
        if (pattern.equals("@")) {
            return given.getOrDefault(parameter, Members.text("*"));
        }
        if (!pattern.contains("@")) {
            return pattern.equals("*") ? Members.text(pattern) : Members.sub(pattern);
        }
        return new Members()
                .with(
                        "Fn::Sub",
                        Members.list(List.of(
                                Members.text(pattern.replace("@", "${given}")),
                                new Members()
                                        .with("given", Optional.ofNullable(given.get(parameter)))
                                        .built())))
                .built();
    }
}
