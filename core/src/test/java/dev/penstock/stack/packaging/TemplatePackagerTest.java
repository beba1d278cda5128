package dev.penstock.stack.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.stack.StackFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatePackagerTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path work;

    private final Map<String, byte[]> bucket = new LinkedHashMap<>();

    private final StackFiles files = (scope, file, digest, suffix) -> {
        String key = digest.hex() + suffix;
        try {
            bucket.put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new StackFiles.Uploaded("files", key, "https://s3.amazonaws.com/files/" + key));
    };

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("app/src"));
        Files.writeString(folder.resolve("app/src/handler.py"), "def handler(event, context): pass\n");
        Files.writeString(folder.resolve("schema.graphql"), "type Query { a: String }\n");
    }

    private TemplatePackager.Packaged pack(String template) throws IOException, PackagingException {
        Files.writeString(folder.resolve("stack.yml"), template);
        return TemplatePackager.pack(folder, "stack.yml", files, AwsScope.OWN, work);
    }

    private String onlyKey() {
        assertThat(bucket).hasSize(1);
        return bucket.keySet().iterator().next();
    }

    @Test
    void aFolderOfCodeBecomesAnArchiveThatTheFunctionNames() throws Exception {
        String body = pack("""
                Resources:
                  Function:
                    Type: AWS::Lambda::Function
                    Properties:
                      Code: app/src
                      Role: !GetAtt Role.Arn
                      AccountId: 012345678901
                """).body();

        assertThat(onlyKey()).endsWith(".zip");
        assertThat(body)
                .isEqualTo("{\"Resources\":{\"Function\":{\"Type\":\"AWS::Lambda::Function\",\"Properties\":{\"Code\":"
                        + "{\"S3Bucket\":\"files\",\"S3Key\":\"" + onlyKey()
                        + "\"},\"Role\":{\"Fn::GetAtt\":[\"Role\",\"Arn\"]},\"AccountId\":\"012345678901\"}}}}");
    }

    @Test
    void theSameFilesHaveTheSameKeyWhenTheyAreWrittenAgain() throws Exception {
        String template = "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: app/src}}}";
        String first = pack(template).body();
        Files.writeString(folder.resolve("app/src/handler.py"), "def handler(event, context): pass\n");

        assertThat(pack(template).body()).isEqualTo(first).contains("s3://files/" + onlyKey());
    }

    @Test
    void aTemplateThatRefersToNothingHereStaysAsItIs() throws Exception {
        String template = """
                # A comment that is worth keeping.
                Resources:
                  Function:
                    Type: AWS::Lambda::Function
                    Properties:
                      Code: {ZipFile: "exports.handler = () => 1"}
                  Nested:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: "https://s3.amazonaws.com/elsewhere/child.yml"}
                  Other:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: !Ref Url}
                """;

        assertThat(pack(template)).isEqualTo(new TemplatePackager.Packaged(template, 0));
        assertThat(bucket).isEmpty();
    }

    @Test
    void nestedTemplatesArePackagedFirstWithPathsRelativeToThemselves() throws Exception {
        Files.createDirectories(folder.resolve("nested"));
        Files.writeString(folder.resolve("nested/child.yml"), """
                Resources:
                  Api:
                    Type: AWS::AppSync::GraphQLSchema
                    Properties: {DefinitionS3Location: ../schema.graphql}
                """);

        TemplatePackager.Packaged packaged = pack("""
                Resources:
                  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/child.yml}}
                  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./nested/child.yml}}
                """);

        assertThat(bucket.keySet()).hasSize(2).anyMatch(key -> key.endsWith(".graphql"));
        String child = bucket.keySet().stream()
                .filter(key -> key.endsWith(".template"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(bucket.get(child), StandardCharsets.UTF_8)).contains("s3://files/");
        assertThat(packaged.body())
                .contains("\"One\":{\"Type\":\"AWS::CloudFormation::Stack\",\"Properties\":{\"TemplateURL\":\""
                        + "https://s3.amazonaws.com/files/" + child + "\"}}");
        assertThat(packaged.references()).isEqualTo(3);
    }

    @Test
    void includedSnippetsAreUploadedWhereverTheyStand() throws Exception {
        Files.writeString(folder.resolve("snippet.json"), "{}");

        String body = pack("""
                Transform: {Name: AWS::Include, Parameters: {Location: snippet.json}}
                Resources:
                  Topic:
                    Type: AWS::SNS::Topic
                    Properties:
                      Fn::Transform: {Name: AWS::Include, Parameters: {Location: snippet.json}}
                """).body();

        assertThat(body.split("s3://files/" + onlyKey(), -1)).hasSize(3);
    }

    @Test
    void aVersionOfABeanstalkApplicationWithoutABundleIsTheTemplatesFolder() throws Exception {
        String body = pack("""
                Resources:
                  Version:
                    Type: AWS::ElasticBeanstalk::ApplicationVersion
                    Properties: {ApplicationName: shop}
                """).body();

        assertThat(body).contains("\"SourceBundle\":{\"S3Bucket\":\"files\",\"S3Key\":\"" + onlyKey() + "\"}");
    }

    @Test
    void whatIsNotThereIsToldWithItsPlace() {
        assertThatThrownBy(() -> pack("""
                        Resources:
                          Function:
                            Type: AWS::Lambda::Function
                            Properties:
                              Code: app/dist
                        """))
                .isInstanceOf(PackagingException.class)
                .hasMessage(
                        "stack.yml:5:13: There is no file and no folder 'app/dist'. Paths are relative to the template's"
                                + " folder.");
    }

    @Test
    void nothingOutsideOfTheArtifactIsUploaded() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
        for (String path : List.of("../secret", "/etc/passwd", "link/passwd")) {
            assertThatThrownBy(() ->
                            pack("Resources: {F: {Type: 'AWS::Lambda::Function', Properties: {Code: " + path + "}}}"))
                    .isInstanceOf(PackagingException.class)
                    .hasMessageContaining("out of the artifact");
        }
        assertThat(bucket).isEmpty();
    }

    @Test
    void aTemplateThatNestsItselfIsRefused() {
        assertThatThrownBy(() -> pack(
                        "Resources: {S: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: stack.yml}}}"))
                .isInstanceOf(PackagingException.class)
                .hasMessageContaining("nests itself");
    }

    @Test
    void withoutABucketItIsSaidWhichSettingIsMissing() throws IOException {
        Files.writeString(
                folder.resolve("stack.yml"),
                "Resources: {F: {Type: 'AWS::Lambda::Function', Properties: {Code: app/src}}}");

        assertThatThrownBy(() -> TemplatePackager.pack(folder, "stack.yml", StackFiles.NONE, AwsScope.OWN, work))
                .isInstanceOf(PackagingException.class)
                .hasMessageContaining("artifacts/bucket");
    }
}
