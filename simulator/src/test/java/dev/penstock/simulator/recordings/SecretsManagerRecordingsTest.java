package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class SecretsManagerRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("secretsmanager/test_secretsmanager.snapshot.json");

    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
             "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}""";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-03-01T10:00:00Z")))
            .start();
    private final SecretsManagerClient secrets = Clients.of(aws).with(SecretsManagerClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    /** One secret while a recorded test is replayed on it. */
    private final class Replayed {

        private final Session session;
        private String arn = "";

        Replayed(Session session) {
            this.session = session;
        }

        String create(String label, String name, Consumer<CreateSecretRequest.Builder> with) {
            CreateSecretRequest request =
                    CreateSecretRequest.builder().name(name).applyMutation(with).build();
            CreateSecretResponse made = secrets.createSecret(request);
            arn = made.arn();
            session.give("<SecretId-0idx>", name).give("<ArnPart-0idx>", arn.substring(arn.length() - 7));
            if (!label.isEmpty()) {
                session.matches(label, made);
            }
            return made.versionId() == null ? "" : made.versionId();
        }

        String put(String label, String value, String... stages) {
            return session.call(
                            label,
                            () -> secrets.putSecretValue(p -> p.secretId(arn)
                                    .secretString(value)
                                    .versionStages(stages.length == 0 ? null : List.of(stages))))
                    .versionId();
        }

        void move(String label, String from, String to) {
            session.call(
                    label,
                    () -> secrets.updateSecretVersionStage(u -> u.secretId(arn)
                            .removeFromVersionId(from)
                            .moveToVersionId(to)
                            .versionStage("AWSCURRENT")));
        }

        void get(String label) {
            session.call(label, () -> secrets.getSecretValue(g -> g.secretId(arn)));
        }

        void getVersion(String label, String version) {
            session.call(
                    label, () -> secrets.getSecretValue(g -> g.secretId(arn).versionId(version)));
        }

        void describe(String label) {
            session.call(label, () -> secrets.describeSecret(d -> d.secretId(arn)));
        }

        void versions(String label) {
            session.call(label, () -> secrets.listSecretVersionIds(l -> l.secretId(arn)));
        }

        void allVersions(String label) {
            session.call(
                    label,
                    () -> secrets.listSecretVersionIds(l -> l.secretId(arn).includeDeprecated(true)));
        }

        void delete(String label) {
            session.call(label, () -> secrets.deleteSecret(d -> d.secretId(arn).forceDeleteWithoutRecovery(true)));
        }
    }

    private void replay(String test, Consumer<Replayed> steps) {
        RECORDING.test(test, session -> steps.accept(new Replayed(session)));
    }

    @Test
    void createAndUpdate() {
        for (String name :
                List.of("s-c64bdc03", "Valid/_+=.@-Name", "Valid/_+=.@-Name-a1b2", "Valid/_+=.@-Name-a1b2c3-")) {
            createAndUpdate(name, "[" + name + "-True]");
            createAndUpdate(name, "[" + name + "]");
        }
        createAndUpdate("s-4b175f02", "[s-4b175f02-True]");
        createAndUpdate("Invalid/_+=.@-Name-a1b2c3", "[Invalid/_+=.@-Name-a1b2c3-False]");
    }

    private void createAndUpdate(String name, String parameters) {
        replay("test_create_and_update_secret" + parameters, s -> {
            s.create(
                    "create_secret_rs_1",
                    name,
                    c -> c.secretString("my_secret").description("Testing secret creation."));
            s.get("get_secret_value_rs_1");
            s.describe("describe_secret_rs_1");
            s.get("get_secret_value_rs_2");
            String unfinished = s.arn.substring(0, s.arn.length() - 7);
            if (parameters.endsWith("-False]")) {
                s.session.fails("resource_not_found_dict_1", () -> secrets.getSecretValue(g -> g.secretId(unfinished)));
            } else {
                s.session.call("get_secret_value_rs_3", () -> secrets.getSecretValue(g -> g.secretId(unfinished)));
            }
            s.put("put_secret_value_rs_1", "new_secret");
            s.get("get_secret_value_rs_4");
            s.session.call(
                    "update_secret_res_1",
                    () -> secrets.updateSecret(
                            u -> u.secretId(s.arn).secretString("test123").description("d1")));
            s.delete("delete_secret_res_1");
        });
    }

    @Test
    void invalidNames() {
        List.of("Inv Name", " Inv Name", " Inv*Name? ", " Inv *?!]Name\\\\-").forEach(this::invalidName);
    }

    private void invalidName(String shown) {
        String name = shown.replace("\\\\", "\\");
        RECORDING.test("test_invalid_secret_name[" + shown + "]", s -> {
            s.fails("ex_log_1", () -> secrets.createSecret(c -> c.name(name).secretString("x")));
            s.fails("ex_log_2", () -> secrets.deleteSecret(d -> d.secretId(name).forceDeleteWithoutRecovery(true)));
            s.fails("ex_log_3", () -> secrets.describeSecret(d -> d.secretId(name)));
            s.fails("ex_log_4", () -> secrets.getSecretValue(g -> g.secretId(name)));
            s.fails("ex_log_5", () -> secrets.listSecretVersionIds(l -> l.secretId(name)));
            s.fails(
                    "ex_log_6",
                    () -> secrets.putSecretValue(p -> p.secretId(name).secretString("x")));
            s.fails(
                    "ex_log_7",
                    () -> secrets.tagResource(
                            t -> t.secretId(name).tags(g -> g.key("FirstTag").value("SomeValue"))));
            s.fails(
                    "ex_log_8",
                    () -> secrets.untagResource(u -> u.secretId(name).tagKeys("FirstTag")));
            s.fails("ex_log_9", () -> secrets.updateSecret(u -> u.secretId(name).description("d")));
            s.fails(
                    "ex_log_10",
                    () -> secrets.validateResourcePolicy(v -> v.secretId(name).resourcePolicy(POLICY)));
        });
    }

    @Test
    void restoreAndPolicy() {
        replay("test_secret_restore", s -> {
            s.create("", "s-1", c -> c.secretString("my_secret"));
            s.session.call("delete_secret_res", () -> secrets.deleteSecret(d -> d.secretId("s-1")));
            s.session.call("restore_secret_res", () -> secrets.restoreSecret(r -> r.secretId("s-1")));
        });
        replay("test_resource_policy", s -> {
            s.create("", "s-2", c -> c.secretString("my_secret"));
            s.session.call(
                    "put_resource_policy",
                    () -> secrets.putResourcePolicy(p -> p.secretId("s-2").resourcePolicy(POLICY)));
            s.session.call("get_resource_policy", () -> secrets.getResourcePolicy(g -> g.secretId("s-2")));
        });
    }

    @Test
    void errors() {
        RECORDING.test("test_secret_not_found", s -> {
            s.fails("get_secret_value_not_found_ex", () -> secrets.getSecretValue(g -> g.secretId("nobody")));
            s.fails(
                    "list_secret_version_ids_not_found_ex",
                    () -> secrets.listSecretVersionIds(g -> g.secretId("nobody")));
        });
        replay("test_get_secret_value_errors", s -> {
            String version = s.create("", "s-1", c -> c.secretString("test"));
            s.session.fails(
                    "error_get_secret_value_non_existing",
                    () -> secrets.getSecretValue(g -> g.secretId(s.arn).versionStage("AWSPREVIOUS")));
            s.session.fails(
                    "mismatch_version_id_and_stage",
                    () -> secrets.getSecretValue(
                            g -> g.secretId(s.arn).versionId(version).versionStage("AWSPREVIOUS")));
        });
        replay("test_secret_exists_snapshots", s -> {
            s.create("", "s-2", c -> c.secretString("x"));
            s.session.fails(
                    "ex_log", () -> secrets.createSecret(c -> c.name("s-2").secretString("x")));
            s.delete("delete_secret_res");
        });
        replay("test_exp_raised_on_creation_of_secret_scheduled_for_deletion", s -> {
            s.create("", "s-3", c -> c.secretString("x"));
            s.session.call(
                    "delete_res",
                    () -> secrets.deleteSecret(d -> d.secretId("s-3").recoveryWindowInDays(7L)));
            s.session.fails(
                    "invalid_req_ex",
                    () -> secrets.createSecret(c -> c.name("s-3").secretString("x")));
        });
        replay("test_tag_untag_resource_on_deleted_secret", s -> {
            s.create(
                    "create_secret",
                    "s-4",
                    c -> c.secretString("x").tags(t -> t.key("a").value("b")));
            s.session.call("delete_secret", () -> secrets.deleteSecret(d -> d.secretId(s.arn)));
            s.session.fails(
                    "tag_deleted_secret_error",
                    () -> secrets.tagResource(
                            t -> t.secretId(s.arn).tags(g -> g.key("new").value("v"))));
            s.session.fails(
                    "untag_deleted_secret_error",
                    () -> secrets.untagResource(u -> u.secretId(s.arn).tagKeys("a")));
        });
        replay("test_first_rotate_secret_with_missing_lambda_arn", s -> {
            s.create("create_secret", "s-5", c -> c.secretString("init"));
            s.session.fails("rotate_secret_no_arn_exc", () -> secrets.rotateSecret(r -> r.secretId("s-5")));
            s.describe("describe_secret");
        });
        replay("test_rotate_secret_invalid_lambda_arn", s -> {
            s.create("create_secret", "s-6", c -> c.secretString("init"));
            s.session.fails(
                    "rotate_secret_invalid_arn_exc",
                    () -> secrets.rotateSecret(r -> r.secretId("s-6")
                            .rotationLambdaARN("arn:aws:lambda:us-east-1:111122223333:function:none")));
            s.describe("describe_secret");
        });
    }

    @Test
    void deletion() {
        replay("test_force_delete_deleted_secret", s -> {
            s.create("create_secret_response", "s-1", c -> c.secretString("x"));
            s.session.call("delete_secret_response", () -> secrets.deleteSecret(d -> d.secretId(s.arn)));
            s.describe("describe_secret_response");
            s.delete("force_delete_secret_response");
        });
        replay("test_can_recreate_delete_secret", s -> {
            s.create("create_secret_res_0", "s-1", c -> c.secretString("x"));
            s.delete("delete_res_1");
            CreateSecretResponse again = secrets.createSecret(c -> c.name("s-1").secretString("x"));
            s.session.give("<ArnPart-1idx>", again.arn().substring(again.arn().length() - 7));
            s.session.matches("create_secret_res_1", again);
        });
    }

    @Test
    void listings() {
        replay("test_call_lists_secrets_multiple_times_snapshots", s -> {
            s.create("create_secret_rs_1", "s-1", c -> c.secretString("x").description("testing creation of secrets"));
            for (int i = 0; i < 3; i++) {
                s.session.call("list_secrets_res_" + i, secrets::listSecrets);
            }
            s.delete("delete_secret_res_1");
        });
        replay("test_call_lists_secrets_multiple_times", s -> {
            s.create("create_secret_rs_1", "s-2", c -> c.secretString("x").description("testing creation of secrets"));
            for (int i = 0; i < 3; i++) {
                s.session.call("list_secrets_res_" + i, secrets::listSecrets);
            }
            s.delete("delete_secret_res_1");
        });
        severalSecrets("test_create_multi_secrets");
        severalSecrets("test_create_multi_secrets_snapshot");
    }

    private void severalSecrets(String test) {
        RECORDING.test(test, session -> {
            session.sort("SecretList", "Name");
            for (int i = 0; i < 3; i++) {
                String name = "many-" + i;
                CreateSecretResponse made = secrets.createSecret(
                        c -> c.name(name).secretString("x").description("Testing secrets creation."));
                session.give("<SecretId-" + i + "idx>", name)
                        .give(
                                "<ArnPart-" + i + "idx>",
                                made.arn().substring(made.arn().length() - 7))
                        .give("<version_uuid:" + (i + 1) + ">", made.versionId());
            }
            session.call("list_secrets_res", secrets::listSecrets);
            for (int i = 0; i < 3; i++) {
                String name = "many-" + i;
                session.call(
                        "delete_secret_res" + i,
                        () -> secrets.deleteSecret(d -> d.secretId(name).forceDeleteWithoutRecovery(true)));
            }
        });
    }

    @Test
    void versionsThatAreNotThere() {
        RECORDING.test("test_secret_version_not_found", session -> {
            String version = "b3c5cf33-9b1c-4f4a-9d0c-2f8c1f7f2d5e";
            secrets.createSecret(c -> c.name("empty"));
            session.give("<version-id>", version);
            told(session, "get_secret_value_no_version_ex", () -> secrets.getSecretValue(g -> g.secretId("empty")));
            told(
                    session,
                    "get_secret_value_version_not_found_ex",
                    () -> secrets.getSecretValue(g -> g.secretId("empty").versionId(version)));
            told(
                    session,
                    "get_secret_value_stage_not_found_ex",
                    () -> secrets.getSecretValue(g -> g.secretId("empty").versionStage("AWSPENDING")));
        });
    }

    /** An error as the recording client puts it in a sentence. */
    private static void told(Session session, String label, Supplier<?> call) {
        try {
            session.matches(label, String.valueOf(call.get()));
        } catch (SecretsManagerException e) {
            session.matches(
                    label,
                    "An error occurred (" + e.awsErrorDetails().errorCode()
                            + ") when calling the GetSecretValue operation: "
                            + e.awsErrorDetails().errorMessage());
        }
    }

    @Test
    void withoutAToken() {
        for (String operation : List.of("CreateSecret", "UpdateSecret", "RotateSecret", "PutSecretValue")) {
            String name = operation.equals("CreateSecret") ? "Name" : "SecretId";
            RECORDING.test("test_no_client_request_token[" + operation + "]", session -> {
                WireClient.Answer said = post(
                        operation,
                        "{\"SecretString\": \"thisisthesecret\", \"Description\": \"My secret string\", \"" + name
                                + "\": \"s\"}");
                session.matches(
                        "no-client-request-exc",
                        Map.of(
                                "Error",
                                Tree.parse(said.text()).orElseThrow(),
                                "Metadata",
                                Map.of("StatusCode", said.status())));
            });
        }
    }

    private WireClient.Answer post(String operation, String body) {
        Map<String, String> headers = Map.of(
                "x-amz-target",
                "secretsmanager." + operation,
                "content-type",
                "application/x-amz-json-1.1",
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                        + "/20260301/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0");
        return new WireClient(aws.endpoint())
                .send(new WireClient.Request("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesOnTheWire() {
        replay("test_get_secret_value", s -> {
            s.create("", "bytes", c -> c.secretBinary(SdkBytes.fromUtf8String("footest")));
            binary(s, "secret_value_response");
            s.session.matches(
                    "secret_value_http_response",
                    Tree.parse(post("GetSecretValue", "{\"SecretId\": \"bytes\"}")
                                    .text())
                            .orElseThrow());
        });
    }

    @Test
    void descriptions() {
        replay("test_update_secret_description", s -> {
            s.create("create_secret_rs_0", "s-1", c -> c.secretString("x"));
            s.describe("describe_secret_res_0");
            s.session.call(
                    "update_secret_res_0",
                    () -> secrets.updateSecret(u -> u.secretId(s.arn).description("MyDescription")));
            s.describe("describe_secret_res_1");
            s.session.call(
                    "update_secret_res_1",
                    () -> secrets.updateSecret(
                            u -> u.secretId(s.arn).secretString("y").description("MyNewDescription")));
            s.describe("describe_secret_res_2");
            s.session.call(
                    "update_secret_res_2",
                    () -> secrets.updateSecret(u -> u.secretId(s.arn).secretString("z")));
            s.describe("describe_secret_res_3");
            s.session.call("update_secret_res_3", () -> secrets.updateSecret(u -> u.secretId(s.arn)));
            s.describe("describe_secret_res_4");
            s.delete("delete_secret_res_0");
        });
        replay("test_secret_tags", s -> {
            s.create("create_secret", "s-2", c -> {});
            s.describe("describe_secret");
            for (int i = 1; i <= 2; i++) {
                String key = "tag" + i;
                String value = "value" + i;
                s.session.call(
                        "tag_resource_" + i,
                        () -> secrets.tagResource(
                                t -> t.secretId(s.arn).tags(g -> g.key(key).value(value))));
                s.describe("describe_secret_" + i);
            }
            for (int i = 1; i <= 2; i++) {
                String key = "tag" + i;
                s.session.call(
                        "untag_resource_" + i,
                        () -> secrets.untagResource(t -> t.secretId(s.arn).tagKeys(key)));
                s.describe("describe_secret_" + (i + 2));
            }
            secrets.tagResource(t -> t.secretId(s.arn)
                    .tags(g -> g.key("tag3").value("value3"), g -> g.key("tag4").value("value4")));
            s.describe("describe_secret_5");
            secrets.untagResource(t -> t.secretId(s.arn).tagKeys("tag3", "tag4"));
            s.describe("describe_secret_6");
        });
    }

    @Test
    void stagesThatAreNotAwss() {
        replay("test_put_secret_value_with_version_stages", s -> {
            s.create("create_secret_rs_0", "s-1", c -> c.secretString("secret_string_v0"));
            s.get("get_secret_value_res_0");
            s.put("put_secret_value_res_1", "secret_string_v1", "SAMPLESTAGE1", "SAMPLESTAGE0");
            s.get("get_secret_value_res_1");
            s.put("put_secret_value_res_2", "secret_string_v2", "SAMPLESTAGE1", "SAMPLESTAGE0");
            s.get("get_secret_value_res_2");
            s.put("put_secret_value_res_3", "secret_string_v3", "AWSPENDING");
            s.get("get_secret_value_res_3");
            s.put("put_secret_value_res_4", "secret_string_v4");
            s.get("get_secret_value_res_4");
            s.delete("delete_secret_res_1");
        });
        for (String end : new String[] {"replacement", "no_replacement"}) {
            replay("test_non_versioning_version_stages_" + end, s -> {
                s.create("create_secret_rs_0", "s-" + end, c -> c.secretString("S0"));
                s.put("put_secret_value_res_0", "S1", "one", "two", "three");
                s.versions("list_secret_version_ids_res_0");
                String[] stages = end.equals("replacement")
                        ? new String[] {"one", "two", "three", "four"}
                        : new String[] {"one", "two", "four"};
                s.put("put_secret_value_res_1", "S2", stages);
                s.versions("list_secret_version_ids_res_1");
                s.delete("delete_secret_res_0");
            });
        }
    }

    @Test
    void currentAndPrevious() {
        replay("test_update_secret_version_stages_current_previous", s -> {
            s.create("create_secret_rs_0", "s-1", c -> c.secretString("S0"));
            s.versions("list_secret_version_ids_res_0");
            s.session.call(
                    "update_secret_res_0",
                    () -> secrets.updateSecret(u -> u.secretId(s.arn).secretString("S1")));
            s.versions("list_secret_version_ids_res_1");
            s.delete("delete_secret_res_0");
        });
        replay("test_update_secret_version_stages_return_type", s -> {
            String first = s.create("create_secret_rs_0", "s-2", c -> c.secretString("S0"));
            String second = s.put("put_secret_value_res_0", "S1", "AWSPENDING");
            s.move("update_secret_version_stage_res_0", first, second);
            s.delete("delete_secret_res_0");
        });
        replay("test_update_secret_version_stages_current_pending", s -> {
            String first = s.create("create_secret_rs_0", "s-3", c -> c.secretString("Something1"));
            String second = s.put("put_secret_value_res_0", "Something2", "AWSPENDING");
            s.versions("list_secret_version_ids_res_0");
            s.move("update_secret_version_stage_res_0", first, second);
            s.versions("list_secret_version_ids_res_1");
            s.put("put_secret_value_res_1", "SS3");
            s.versions("list_secret_version_ids_res_2");
            s.delete("delete_secret_res_0");
        });
        replay("test_deprecated_secret_version_stage", s -> {
            s.create("create_secret", "s-4", c -> c.secretString("original").description("My secret"));
            s.versions("list_secret_version_ids");
            s.put("put_secret_value_1", "update1");
            s.versions("list_secret_version_ids_1");
            s.put("put_secret_value_2", "update2");
            s.versions("list_secret_version_ids_2");
            s.allVersions("list_secret_version_ids_3");
            s.put("put_secret_value_3", "update3");
            s.versions("list_secret_version_ids_4");
            s.allVersions("list_secret_version_ids_5");
        });
    }

    @Test
    void pendingCycle() {
        replay("test_update_secret_version_stages_current_pending_cycle", s -> {
            String first = s.create("create_secret_rs_0", "s-1", c -> c.secretString("S1"));
            String second = s.put("put_secret_value_res_0", "S2", "AWSPENDING");
            s.versions("list_secret_version_ids_res_0");
            s.get("get_secret_value_res_0");
            s.move("update_secret_version_stage_res_0", first, second);
            s.versions("list_secret_version_ids_res_1");
            s.get("get_secret_value_res_1");
            String third = s.put("put_secret_value_res_1", "S3", "AWSPENDING");
            s.versions("list_secret_version_ids_res_2");
            s.get("get_secret_value_res_2");
            s.move("put_secret_value_res_2", second, third);
            s.versions("list_secret_version_ids_res_3");
            s.get("get_secret_value_res_3");
            s.delete("delete_secret_res_0");
        });
        replay("test_update_secret_version_stages_current_pending_cycle_custom_stages_1", s -> {
            String first = s.create("create_secret_rs_0", "s-2", c -> c.secretString("S1"));
            String second = s.put("put_secret_value_res_0", "S2", "AWSSOMETHING", "AWSPENDING", "PUT1");
            s.versions("list_secret_version_ids_res_0");
            s.get("get_secret_value_res_0");
            s.move("update_secret_version_stage_res_0", first, second);
            s.versions("list_secret_version_ids_res_1");
            s.get("get_secret_value_res_1");
            String third = s.put("put_secret_value_res_1", "S3", "AWSPENDING", "PUT2");
            s.versions("list_secret_version_ids_res_2");
            s.get("get_secret_value_res_2");
            s.move("update_secret_version_stage_res_1", second, third);
            s.versions("list_secret_version_ids_res_3");
            s.get("get_secret_value_res_3");
            s.delete("delete_secret_res_0");
        });
        replay("test_update_secret_version_stages_current_pending_cycle_custom_stages_2", s -> {
            s.create("create_secret_rs_0", "s-3", c -> c.secretString("SS"));
            String first = s.put("put_secret_value_res_0", "S1", "AWSCURRENT", "PUT0");
            s.versions("list_secret_version_ids_res_0");
            String second = s.put("put_secret_value_res_1", "S2", "AWSPENDING", "PUT1");
            s.versions("list_secret_version_ids_res_1");
            s.get("get_secret_value_res_0");
            s.move("update_secret_version_stage_res_0", first, second);
            s.versions("list_secret_version_ids_res_2");
            s.get("get_secret_value_res_1");
            String third = s.put("put_secret_value_res_2", "S3", "AWSPENDING", "PUT2");
            s.versions("list_secret_version_ids_res_3");
            s.get("get_secret_value_res_2");
            s.move("update_secret_version_stage_res_1", second, third);
            s.versions("list_secret_version_ids_res_4");
            s.get("get_secret_value_res_3");
            s.delete("delete_secret_res_0");
        });
        replay("test_update_secret_version_stages_current_pending_cycle_custom_stages_3", s -> {
            String first = s.create("create_secret_rs", "s-4", c -> c.secretString("SS"));
            String second = s.put("put_secret_value_res_0", "S1", "PENDING");
            s.versions("list_secret_version_ids_rs");
            s.getVersion("get_secret_value_v1_rs", first);
            s.getVersion("get_secret_value_v2_rs", second);
            s.move("update_secret_version_stage_res_1", first, second);
            s.getVersion("get_secret_value_v1_rs_1", first);
            s.getVersion("get_secret_value_v2_rs_1", second);
            s.session.call(
                    "update_secret_version_stage_res_2",
                    () -> secrets.updateSecretVersionStage(
                            u -> u.secretId(s.arn).removeFromVersionId(second).versionStage("PENDING")));
            s.getVersion("get_secret_value_v1_rs_2", first);
            s.getVersion("get_secret_value_v2_rs_2", second);
            s.delete("delete_secret_res_0");
        });
    }

    @Test
    void emptySecret() {
        RECORDING.test("test_create_secret_version_from_empty_secret", s -> {
            CreateSecretResponse made = s.call(
                    "create-empty-secret",
                    () -> secrets.createSecret(c -> c.name("v-1").description("")));
            s.call("describe-secret", () -> secrets.describeSecret(d -> d.secretId(made.arn())));
            s.call(
                    "put-secret-value",
                    () -> secrets.putSecretValue(
                            p -> p.secretId(made.arn()).secretString("example-string-to-protect")));
        });
    }

    @Test
    void binaries() {
        List.of("footest-updated1", "tops3cret-updated2", "\\x00\\x01\\x02\\xff-\\xfe\\xfd")
                .forEach(this::binaries);
    }

    /** Bytes as Python writes them. */
    private static SdkBytes bytes(String shown) {
        String text = Pattern.compile("\\\\x([0-9a-f]{2})")
                .matcher(shown)
                .replaceAll(hex -> Character.toString(Integer.parseInt(hex.group(1), 16)));
        return SdkBytes.fromByteArray(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String shown(SdkBytes bytes) {
        StringBuilder shown = new StringBuilder();
        for (byte each : bytes.asByteArray()) {
            shown.append(each >= ' ' ? Character.toString(each) : String.format("\\x%02x", each));
        }
        return shown.toString();
    }

    private void binaries(String values) {
        String[] parts = values.split("-", -1);
        replay("test_change_secret_value_after_creation[" + values + "]", s -> {
            s.create(
                    "",
                    "b-" + Integer.toHexString(values.hashCode()),
                    c -> c.secretBinary(SdkBytes.fromUtf8String("initial")));
            s.session.give(
                    "<version_uuid:1>",
                    secrets.getSecretValue(g -> g.secretId(s.arn)).versionId());
            binary(s, "put_secret_value_secret_response");
            secrets.putSecretValue(p -> p.secretId(s.arn).secretBinary(bytes(parts[0])));
            binary(s, "put_secret_binary_response_updated");
            secrets.updateSecret(u -> u.secretId(s.arn).secretBinary(bytes(parts[1])));
            binary(s, "update_secret_binary_response_updated");
        });
    }

    /** Recordings write bytes as Python shows them. */
    private void binary(Replayed s, String label) {
        var said = secrets.getSecretValue(g -> g.secretId(s.arn));
        s.session.matches(
                label,
                said.toBuilder()
                        .secretBinary(SdkBytes.fromUtf8String("b'" + shown(said.secretBinary()) + "'"))
                        .build());
    }
}
