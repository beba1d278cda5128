package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** S3's recorded answers to what applications do. */
class S3RecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("s3/test_s3.snapshot.json");

    @Test
    void answersAreAwss() {
        List<String> failures = new ArrayList<>();
        ErrorBodies bodies = new ErrorBodies();
        try (SimulatedAws aws = SimulatedAws.builder().start();
                S3Client s3 = Clients.of(aws)
                        .with(S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(bodies)))) {
            for (ScriptedCalls.Script script : ScriptedCalls.read("s3-calls.jsonl")) {
                try {
                    RECORDING.test(script.name(), session -> ScriptedCalls.play(script, s3, bodies, session));
                } catch (AssertionError e) {
                    failures.add(e.getMessage());
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }
}
