package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ssm.SsmClient;

class SsmRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("ssm/test_ssm.snapshot.json");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final SsmClient ssm = Clients.of(aws).with(SsmClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void parametersByArn() {
        RECORDING.test("test_get_parameter_by_arn", s -> {
            ssm.putParameter(p -> p.name("param-1").value("test").type("String"));
            String arn = ssm.getParameter(g -> g.name("param-1")).parameter().arn();
            s.matches("Parameter", ssm.getParameter(g -> g.name(arn)).parameter());
        });
    }

    @Test
    void parametersByPath() {
        RECORDING.test("test_parameters_with_path", s -> {
            String name = "/test/param-2";
            s.give("<name:1>", name);
            s.call(
                    "put-parameter-response",
                    () -> ssm.putParameter(
                            p -> p.name(name).description("test").value("123").type("String")));
            String arn = s.call("get-parameter-response", () -> ssm.getParameter(g -> g.name(name)))
                    .parameter()
                    .arn();
            s.call("get-parameter-by-arn-response", () -> ssm.getParameter(g -> g.name(arn)));
            s.call("get-parameters-response", () -> ssm.getParameters(g -> g.names(name)));
            s.call("get-parameters-by-arn-response", () -> ssm.getParameters(g -> g.names(arn)));
        });
    }
}
