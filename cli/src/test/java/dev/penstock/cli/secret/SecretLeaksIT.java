package dev.penstock.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.Console;
import dev.penstock.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret in every place where one can come in: none is in what the command line says, in a file that a run has kept or has
 * while it goes on, or among the arguments of a process. The simulated account is excepted: it is AWS.
 */
class SecretLeaksIT {

    /** Where a secret comes in. */
    private enum Place {
        SECRET_OF_A_BUILD("prod-db's \"pass/word\" "),
        SECRET_OF_A_BUILDSPEC("spec-"),
        SECRET_OF_A_REFERENCE("dynamic-"),
        PARAMETER_BY_FILE("file-"),
        PARAMETER_BY_VARIABLE("variable-"),
        PARAMETER_BY_SECRET("secret-"),
        PARAMETER_BY_DEFAULT("default-"),
        PARAMETER_AS_ARGUMENT("argument-"),
        PARAMETER_IN_SETTINGS("settings-"),
        KEY_OF_AWS("aws/key+"),
        SESSION_OF_AWS("aws/session+"),
        PASSWORD_OF_GIT("git-"),
        PASSWORD_IN_URL("url-"),
        PASSWORD_OF_JOURNAL("journal-"),
        KEY_OF_SIGNATURES("signing-");

        private final String canary;

        Place(String beginning) {
            this.canary = beginning + "canary-" + HexFormat.of().toHexDigits(name().hashCode());
        }
    }

    private static final String TEMPLATE = """
            Parameters:
              File: {Type: String, NoEcho: true}
              Variable: {Type: String, NoEcho: true}
              Secret: {Type: String, NoEcho: true}
              Default: {Type: String, NoEcho: true, Default: '%s'}
            Resources:
              Project:
                Type: AWS::CodeBuild::Project
                Properties:
                  ServiceRole: arn:aws:iam::123456789012:role/build
                  Artifacts: {Type: CODEPIPELINE}
                  Source: {Type: CODEPIPELINE}
                  Environment:
                    Type: LINUX_CONTAINER
                    ComputeType: BUILD_GENERAL1_SMALL
                    Image: aws/codebuild/standard:7.0
                    EnvironmentVariables:
                      - {Name: BY_FILE, Value: !Ref File}
                      - {Name: BY_DEFAULT, Value: !Sub 'x${Default}'}
                      - {Name: BY_REFERENCE, Value: '{{resolve:secretsmanager:shop:SecretString:reference}}'}
              Pipeline:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: leaks
                  RoleArn: arn:aws:iam::123456789012:role/pipeline
                  ArtifactStore: {Type: S3, Location: artifacts}
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: App
                          ActionTypeId: {Category: Source, Owner: ThirdParty, Provider: GitHub, Version: "1"}
                          Configuration: {Owner: o, Repo: r, Branch: main, OAuthToken: !Ref File}
                          OutputArtifacts: [{Name: Code}]
                    - Name: Build
                      Actions:
                        - Name: Leak
                          Namespace: Leak
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1"}
                          Configuration:
                            ProjectName: !Ref Project
                            EnvironmentVariables: !Sub >-
                              [{"name": "BUILD", "value": "shop:build", "type": "SECRETS_MANAGER"},
                               {"name": "BY_VARIABLE", "value": "${Variable}"}]
                          InputArtifacts: [{Name: Code}]
                    - Name: Deploy
                      Actions:
                        - Name: Stack
                          ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: "1"}
                          Configuration:
                            ActionMode: CREATE_UPDATE
                            StackName: leaks
                            TemplatePath: "Code::stack.yml"
                            ParameterOverrides: !Sub '{"A": "${File}", "B": "${Variable}", "C": "${Secret}", "D": "${Default}"}'
                          InputArtifacts: [{Name: Code}]
            """;

    /** Begins with all that a build can do to give its secrets away, and fails the first time. */
    private static final String BUILDSPEC = """
            version: 0.2
            env:
              secrets-manager: {SPEC: "shop:spec"}
              exported-variables: [BY_FILE, HARMLESS]
            phases:
              build:
                commands:
                  - export HARMLESS=yes
                  - env
                  - echo "raw $BUILD $SPEC $BY_FILE $BY_VARIABLE $BY_DEFAULT $BY_REFERENCE" >&2
                  - printf 'user:%%s' "$BUILD" | base64 -w0; echo; printf %%s "$BY_FILE" | od -An -tx1 | tr -d ' \\n'; echo
                  - for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $f; echo; done > %1$s/arguments 2>/dev/null || true
                  - grep -rlF -e "$SPEC" -e "$BY_FILE" -e "$BY_VARIABLE" %1$s/../shop/.penstock --exclude-dir=aws > %1$s/during || true
                  - env | grep -c PENSTOCK_PARAMETER_ > %1$s/inherited || true
                  - mkdir %1$s/failed-once && ls "/none-$BY_VARIABLE"
            """;

    private static final String STACK = """
            Parameters:
              A: {Type: String, NoEcho: true}
              B: {Type: String, NoEcho: true, AllowedPattern: '%s'}
              C: {Type: String, NoEcho: true}
              D: {Type: String, NoEcho: true}
            Resources:
              Topic: {Type: AWS::SNS::Topic}
            """;

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private Path probe = Path.of("");
    private Console console;
    private final Map<String, String> said = new TreeMap<>();

    @BeforeEach
    void project() throws IOException {
        folder = Files.createDirectory(temporary.resolve("shop"));
        probe = Files.createDirectory(temporary.resolve("probe"));
        write("pipeline.yml", TEMPLATE.formatted(Place.PARAMETER_BY_DEFAULT.canary));
        write("app/buildspec.yml", BUILDSPEC.formatted(probe));
        write("app/stack.yml", STACK.formatted("nothing-like-it"));
        write("parameters.json", "{\"File\": \"" + Place.PARAMETER_BY_FILE.canary + "\"}");
        write("penstock.yml", """
                sources: {App: {directory: app}}
                parameters: {Variable: "env:BY_VARIABLE", Secret: "secret:shop:parameter"}
                simulate:
                  secrets:
                    shop: {build: IN_BUILD, spec: IN_SPEC, reference: IN_REFERENCE, parameter: IN_PARAMETER}
                """);
        console = new Console(folder)
                .environment("IN_BUILD", Place.SECRET_OF_A_BUILD.canary)
                .environment("IN_SPEC", Place.SECRET_OF_A_BUILDSPEC.canary)
                .environment("IN_REFERENCE", Place.SECRET_OF_A_REFERENCE.canary)
                .environment("IN_PARAMETER", Place.PARAMETER_BY_SECRET.canary)
                .environment("BY_VARIABLE", Place.PARAMETER_BY_VARIABLE.canary)
                .environment("AWS_SECRET_ACCESS_KEY", Place.KEY_OF_AWS.canary)
                .environment("AWS_SESSION_TOKEN", Place.SESSION_OF_AWS.canary)
                .environment("GIT_TOKEN", Place.PASSWORD_OF_GIT.canary)
                .environment("PGPASSWORD", Place.PASSWORD_OF_JOURNAL.canary)
                .environment("SIGNING_KEY", Place.KEY_OF_SIGNATURES.canary.repeat(3));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** Calls it, and keeps what it says. */
    private int call(String... arguments) {
        int code = console.run(arguments);
        said.put(said.size() + " " + arguments[0], console.out() + console.err());
        return code;
    }

    @Test
    void nothingThatARunKeepsOrSaysHasASecret() throws IOException {
        assertThat(call("plan", "pipeline.yml", "--simulate", "--parameters", "parameters.json", "--output", "json"))
                .as("%s", said)
                .isNotEqualTo(ExitCode.INVALID.number());
        assertThat(call("run", "pipeline.yml", "--simulate", "--logs", "--debug", "--parameters", "parameters.json"))
                .as("the build fails: %s", said)
                .isEqualTo(ExitCode.FAILED.number());
        assertThat(said.toString())
                .as("the build spoke, and was masked")
                .contains("raw **** **** **** **** x**** ****", "none-****");

        assertThat(call("retry")).as("%s", said).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("'File'", "PENSTOCK_PARAMETER_File");

        console.environment("PENSTOCK_PARAMETER_File", Place.PARAMETER_BY_FILE.canary);
        write("app/buildspec.yml", "never read again: artifacts are pinned");
        Files.delete(probe.resolve("failed-once"));
        assertThat(call("retry", "--output", "json")).as("%s", said).isEqualTo(ExitCode.FAILED.number());

        for (String command : List.of("status", "logs", "list")) {
            assertThat(call(command)).as("%s", said).isLessThanOrEqualTo(1);
        }
        call("status", "--output", "json");
        call("verdict", "bundle", "--out", "evidence.json", "--sign", "env:SIGNING_KEY", "--debug");
        assertThat(call("journal", "copy", ".penstock/simulated/journal.db", "copy.db", "--all"))
                .as("%s", said)
                .isZero();
        assertThat(folder.resolve("copy.db")).exists();

        assertThat(Files.readString(probe.resolve("inherited")).strip()).isEqualTo("0");
        assertThat(Files.readString(probe.resolve("during")))
                .as("files while it runs")
                .isBlank();
        assertThat(probe.resolve("arguments")).content().contains("sh -c");
        assertNoCanary();
    }

    @Test
    void aStackIsGivenItsSecretsAndNothingElseHasThem() throws IOException {
        write("app/buildspec.yml", "version: 0.2\nphases: {build: {commands: ['true']}}");
        assertThat(call("run", "pipeline.yml", "--simulate", "--parameters", "parameters.json"))
                .as("the value does not fit: %s", said)
                .isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out() + console.err()).contains("PEN-STACK-005", "'B'", "the value does not match");

        write("app/stack.yml", STACK.formatted(".*"));
        assertThat(call("run", "pipeline.yml", "--simulate", "--logs", "--parameters", "parameters.json"))
                .as("%s", said)
                .isZero();
        assertNoCanary();
    }

    @Test
    void whatIsRefusedIsNotShown() throws IOException {
        assertThat(call(
                        "run",
                        "pipeline.yml",
                        "--simulate",
                        "--parameter",
                        "File=" + Place.PARAMETER_AS_ARGUMENT.canary))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("'File' has NoEcho", "File=env:NAME", "File=secret:ID");

        write("settings.yml", "parameters: {File: '" + Place.PARAMETER_IN_SETTINGS.canary + "'}");
        assertThat(call("run", "pipeline.yml", "--simulate", "--settings", "settings.yml"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("PEN-SETTINGS-006", "secret:ID");

        write(
                "broken.json",
                "{\"File\": {\"" + Place.PARAMETER_BY_FILE.canary + "\": 1}, \"Secret\": \""
                        + Place.PARAMETER_BY_SECRET.canary + "\" x}");
        assertThat(call("run", "pipeline.yml", "--simulate", "--parameters", "broken.json"))
                .isEqualTo(ExitCode.INVALID.number());

        write(
                "docker-compose.yml",
                "services: {web: {image: shop:1, environment: {DB_PASSWORD: '" + Place.PASSWORD_IN_URL.canary + "'}}}");
        call("lint", "docker-compose.yml");
        assertThat(console.out() + console.err()).contains("PEN-LINT-002");

        write("url.yml", "sources: {App: {git: 'https://ann:" + Place.PASSWORD_IN_URL.canary + "@git.invalid/r.git'}}");
        call("run", "pipeline.yml", "--simulate", "--settings", "url.yml");

        write("git.yml", """
                sources:
                  App:
                    git: http://127.0.0.1:9/r.git
                    credentials: {userVariable: PATH, passwordVariable: GIT_TOKEN}
                parameters: {File: "env:BY_VARIABLE", Variable: "env:BY_VARIABLE", Secret: "env:BY_VARIABLE"}
                """);
        assertThat(call("run", "pipeline.yml", "--simulate", "--settings", "git.yml", "--debug"))
                .isEqualTo(ExitCode.FAILED.number());

        call("list", "--journal", "postgresql://ann@127.0.0.1:9/shop", "--debug");
        call("list", "--journal", "postgresql://ann:" + Place.PASSWORD_IN_URL.canary + "@127.0.0.1:9/shop", "--debug");
        assertNoCanary();
    }

    private void assertNoCanary() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        said.forEach((call, text) -> texts.put("said by " + call, text));
        for (Path root : List.of(folder.resolve(".penstock"), probe)) {
            if (Files.exists(root)) {
                texts.putAll(files(root));
            }
        }
        if (Files.exists(folder.resolve("copy.db"))) {
            texts.putAll(files(folder.resolve("copy.db")));
        }
        List<String> leaks = new ArrayList<>();
        for (Place place : Place.values()) {
            for (String form : forms(place.canary)) {
                texts.forEach((where, text) -> {
                    if (text.contains(form)) {
                        int at = text.indexOf(form);
                        leaks.add(place + " in " + where + ": …"
                                + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80)));
                    }
                });
            }
        }
        assertThat(leaks).isEmpty();
    }

    /** Every byte that is left, as text in which each byte is one character. */
    private Map<String, String> files(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(folder.resolve(".penstock/simulated/aws"))) {
                    texts.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return texts;
    }

    private static List<String> forms(String canary) {
        byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
        return List.of(
                canary,
                canary.replace("\"", "\\\""),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes));
    }
}
