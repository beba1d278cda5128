package dev.penstock.aws.lambda;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** Makes functions in an account, as their owner would. */
public final class FunctionSetup {

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private final LambdaClient lambda;
    private final String role;

    /** In an account that some clients reach, with a role for functions. */
    public FunctionSetup(AwsClients clients) {
        this(clients.lambda(AwsScope.OWN, Use.CHANGE), clients.iam(AwsScope.OWN, Use.CHANGE));
    }

    private FunctionSetup(LambdaClient lambda, IamClient iam) {
        this.lambda = lambda;
        this.role = iam.createRole(make -> make.roleName("function").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
    }

    /**
     * Makes a function of an archive.
     *
     * @param environment its variables, by which the simulated Lambda knows what it does
     */
    public void archive(String name, Path zip, Map<String, String> environment) {
        lambda.createFunction(base(name, environment)
                .runtime(Runtime.PYTHON3_12)
                .handler("index.handler")
                .code(code -> code.zipFile(bytes(zip)))
                .build());
    }

    /** Makes a function of an image. */
    public void image(String name, String uri) {
        lambda.createFunction(base(name, Map.of())
                .packageType(PackageType.IMAGE)
                .code(code -> code.imageUri(uri))
                .build());
    }

    private CreateFunctionRequest.Builder base(String name, Map<String, String> environment) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .role(role)
                .environment(own -> own.variables(environment));
    }

    /** Publishes what a function is now, and gives it an alias. */
    public String publish(String name, String alias) {
        String version =
                lambda.publishVersion(publish -> publish.functionName(name)).version();
        lambda.createAlias(make -> make.functionName(name).name(alias).functionVersion(version));
        return version;
    }

    private static SdkBytes bytes(Path file) {
        try {
            return SdkBytes.fromByteArray(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
