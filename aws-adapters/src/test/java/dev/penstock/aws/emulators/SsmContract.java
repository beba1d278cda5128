package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The Parameter Store of Systems Manager. */
abstract class SsmContract extends ServiceContract {

    private SsmClient ssm;

    @BeforeEach
    void client() {
        ssm = account.client(SsmClient.builder());
    }

    private void put(String name, String value) {
        ssm.putParameter(request -> request.name(name).value(value).type(ParameterType.STRING));
    }

    @Test
    void givesBackAParameterAndItsVersion() {
        put("/shop/colour", "blue");
        ssm.putParameter(request -> request.name("/shop/colour")
                .value("green")
                .type(ParameterType.STRING)
                .overwrite(true));
        Parameter parameter =
                ssm.getParameter(request -> request.name("/shop/colour")).parameter();
        assertThat(parameter.value()).isEqualTo("green");
        assertThat(parameter.version()).isEqualTo(2);
        assertThat(parameter.arn()).endsWith(":" + account.id + ":parameter/shop/colour");
    }

    @Test
    void refusesToOverwriteUnlessAsked() {
        put("/shop/colour", "blue");
        refused(() -> put("/shop/colour", "green"), 400, "ParameterAlreadyExists");
    }

    @Test
    void saysThatThereIsNoSuchParameter() {
        refused(() -> ssm.getParameter(request -> request.name("/none")), 400, "ParameterNotFound");
        put("/shop/colour", "blue");
        var answer = ssm.getParameters(request -> request.names("/shop/colour", "/none"));
        assertThat(answer.parameters()).extracting(Parameter::name).containsExactly("/shop/colour");
        assertThat(answer.invalidParameters()).containsExactly("/none");
    }

    @Test
    void encryptsSecureStringsUnlessAskedToDecrypt() {
        ssm.putParameter(request -> request.name("/shop/key").value("hunter2").type(ParameterType.SECURE_STRING));
        assertThat(ssm.getParameter(request -> request.name("/shop/key").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("hunter2");
        assertThat(ssm.getParameter(request -> request.name("/shop/key"))
                        .parameter()
                        .value())
                .isNotEqualTo("hunter2");
    }

    @Test
    void listsAPathInPages() {
        Stream.of("a", "b", "c", "d", "e").forEach(name -> put("/shop/" + name, name));
        put("/other", "other");
        var first = ssm.getParametersByPath(request -> request.path("/shop").maxResults(2));
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(ssm
                        .getParametersByPathPaginator(
                                request -> request.path("/shop").maxResults(2))
                        .stream()
                        .flatMap(page -> page.parameters().stream())
                        .map(Parameter::name))
                .containsExactlyInAnyOrder("/shop/a", "/shop/b", "/shop/c", "/shop/d", "/shop/e");
    }
}
