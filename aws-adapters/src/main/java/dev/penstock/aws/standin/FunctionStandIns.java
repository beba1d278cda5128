package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** Makes functions that answer with their event until the first deployment, with a first version. */
final class FunctionStandIns {

    private static final String ROLE = "penstock-stand-in-function";
    private static final String TRUST_FUNCTIONS = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "lambda.amazonaws.com"}}]}
            """;
    private static final String FIRST_CODE = "def handler(event, context):\n    return event\n";

    private final AwsClients clients;

    FunctionStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /** Makes function and alias; false if the function is there. */
    boolean make(AwsScope scope, FunctionStandIn wanted) {
        return clients.call("lambda:CreateFunction", "make the function " + wanted.name(), () -> {
            LambdaClient lambda = clients.lambda(scope, Use.CHANGE);
            try {
                lambda.getFunction(get -> get.functionName(wanted.name()));
                return false;
            } catch (ResourceNotFoundException e) {
                create(lambda, wanted, role(scope));
                return true;
            }
        });
    }

    private static void create(LambdaClient lambda, FunctionStandIn wanted, String role) {
        String version = lambda.createFunction(create -> create.functionName(wanted.name())
                        .runtime(Runtime.PYTHON3_12)
                        .handler("index.handler")
                        .role(role)
                        .code(code -> code.zipFile(code()))
                        .publish(true))
                .version();
        wanted.alias()
                .ifPresent(alias -> lambda.createAlias(
                        make -> make.functionName(wanted.name()).name(alias).functionVersion(version)));
    }

    private String role(AwsScope scope) {
        IamClient iam = clients.iam(scope, Use.CHANGE);
        try {
            return iam.createRole(create -> create.roleName(ROLE).assumeRolePolicyDocument(TRUST_FUNCTIONS))
                    .role()
                    .arn();
        } catch (EntityAlreadyExistsException e) {
            return iam.getRole(get -> get.roleName(ROLE)).role().arn();
        }
    }

    private static SdkBytes code() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("index.py");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(FIRST_CODE.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}
