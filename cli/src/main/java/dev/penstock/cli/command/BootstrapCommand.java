package dev.penstock.cli.command;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.controlplane.ControlPlane;
import dev.penstock.cli.controlplane.ControlPlaneFolder;
import dev.penstock.cli.controlplane.MonthlyCost;
import dev.penstock.runner.NamedFile;
import dev.penstock.runner.Refusal;
import dev.penstock.stack.StackFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes, updates and removes what pipelines run by without machines of one's own. */
@Command(
        name = "bootstrap",
        description = "Make or update the stack by which pipelines run without a machine.",
        footer = {
            "The stack has a table (the journal), a bucket, the functions that advance executions, what",
            "calls them, and roles for no more than that. It is deployed by Penstock itself: the plan is",
            "shown first, and 'yes' is asked for. Called again, it brings the stack up to date."
        })
final class BootstrapCommand extends PenstockCommand {

    /** Names of resources are made of it: those of schedule groups and functions have 64 characters. */
    private static final Pattern STACK_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,39}");

    @Option(
            names = "--stack-name",
            paramLabel = "NAME",
            defaultValue = "penstock",
            description = "The stack's name; penstock unless said otherwise.")
    private String stackName = "penstock";

    @Option(names = "--region", paramLabel = "NAME", description = "The Region of the stack.")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration.")
    private @Nullable String profile;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the stack; one that is not named keeps its value.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--code", paramLabel = "FILE", description = "The functions' code, penstock-lambda.zip.")
    private @Nullable Path code;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the definition and the record of its deployments are kept; penstock-control-plane here"
                    + " unless said otherwise.")
    private Path folder = Path.of("penstock-control-plane");

    @Option(names = "--plan", description = "Show what would change, and change nothing.")
    private boolean planOnly;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--remove", description = "Delete the stack. The table and the bucket stay.")
    private boolean remove;

    @Option(names = "--delete-data", description = "With --remove: delete the table and the bucket as well.")
    private boolean deleteData;

    @Option(names = "--simulate", description = "Use a simulated AWS on this machine.")
    private boolean simulate;

    @Option(
            names = "--simulator",
            paramLabel = "URL",
            description = "Use the simulated AWS that 'penstock simulate' serves there.")
    private @Nullable URI simulator;

    @Mixin
    private final CostOptions cost = new CostOptions();

    BootstrapCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        if (!STACK_NAME.matcher(stackName).matches()) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "'" + stackName + "' cannot be the stack's name, and nothing was changed.",
                    "A name begins with a letter and has up to 40 letters, digits and hyphens.");
        }
        if (deleteData && !remove) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "--delete-data goes with --remove alone; nothing was changed.",
                    "Leave it out.");
        }
        if (cost.only()) {
            surroundings().out().print(monthly(parameters).text());
            return ExitCode.SUCCEEDED;
        }
        var home = new ControlPlaneFolder(surroundings().resolve(folder));
        home.write(stackName, Map.of(ControlPlane.CODE_KEY, ""), Optional.empty());
        Optional<ControlPlane> there = look(home);
        there.filter(ControlPlane::isForeign).ifPresent(other -> {
            throw new CommandFailure(
                    Refusal.STATE,
                    "The stack " + stackName + " is of another application, and nothing was changed.",
                    "Name another with --stack-name.");
        });
        return remove ? remove(home, there) : deploy(home, there);
    }

    private ExitCode deploy(ControlPlaneFolder home, Optional<ControlPlane> there)
            throws IOException, InterruptedException {
        Path zip = code();
        Map<String, String> asked = new LinkedHashMap<>();
        there.ifPresent(known -> asked.putAll(known.parameters()));
        asked.putAll(parameters);
        Digest digest = digest(zip);
        // Before the bucket is there, the plan names the code as it will be.
        Optional<String> bucket = there.flatMap(ControlPlane::bucket);
        String key = bucket.isPresent() ? upload(home, asked, bucket.get(), zip, digest) : digest.hex() + ".zip";
        write(home, asked, key, bucket);
        if (!session(home.definition()).showPlan()) {
            return ExitCode.FAILED;
        }
        surroundings().out().println(monthly(asked).summary());
        if (planOnly) {
            return ExitCode.SUCCEEDED;
        }
        if (!agreed("Deploy this to the stack " + stackName + "?")) {
            return ExitCode.SUCCEEDED;
        }
        if (bucket.isEmpty()) {
            surroundings().err().println("First everything but the functions, whose code needs the bucket.");
            write(home, asked, "", bucket);
            ExitCode first = session(home.definition()).run();
            if (first != ExitCode.SUCCEEDED) {
                return first;
            }
            bucket = look(home).flatMap(ControlPlane::bucket);
            key = upload(home, asked, bucket.orElseThrow(), zip, digest);
            write(home, asked, key, bucket);
        }
        ExitCode ended = session(home.definition()).run();
        if (ended == ExitCode.SUCCEEDED) {
            look(home).ifPresent(this::tell);
        }
        return ended;
    }

    private MonthlyCost monthly(Map<String, String> asked) {
        return cost.of(asked, Optional.ofNullable(region), surroundings());
    }

    private void tell(ControlPlane now) {
        var out = surroundings().out();
        out.println();
        String journal = now.output("Journal").orElse("");
        out.println("Journal         " + journal);
        now.output("FrontUrl").ifPresent(url -> out.println("Webhooks        " + url + "github"));
        now.output("WebhookSecretArn").ifPresent(arn -> out.println("Their secret    " + arn));
        now.output("RunnerRoleArn").ifPresent(arn -> out.println("Runner's role   " + arn));
        out.println();
        out.println("Runs are recorded there with --journal, or with");
        out.println("  export PENSTOCK_JOURNAL='" + journal + "'");
    }

    private ExitCode remove(ControlPlaneFolder home, Optional<ControlPlane> there)
            throws IOException, InterruptedException {
        return new ControlPlaneRemoval(
                        home,
                        stackName,
                        place(),
                        deleteData,
                        this::session,
                        question -> !planOnly && agreed(question),
                        surroundings().out())
                .run(there);
    }

    /** By which data of other accounts and Regions is told apart. */
    private String place() {
        return String.join(
                        "/",
                        Optional.ofNullable(simulator).map(URI::toString).orElse(simulate ? "simulated" : "aws"),
                        Optional.ofNullable(profile).orElse(""),
                        Optional.ofNullable(region).orElse(""),
                        stackName)
                .replace(" ", "%20");
    }

    private Optional<ControlPlane> look(ControlPlaneFolder home) throws IOException, InterruptedException {
        return session(home.definition())
                .open((runner, plan, accepted) ->
                        ControlPlane.find(runner.cloud().stacks(), stackName));
    }

    private String upload(ControlPlaneFolder home, Map<String, String> asked, String bucket, Path zip, Digest digest)
            throws IOException, InterruptedException {
        write(home, asked, "", Optional.of(bucket));
        return session(home.definition())
                .open((runner, plan, accepted) -> runner.cloud()
                        .stackFiles()
                        .put(AwsScope.OWN, zip, digest, ".zip")
                        .map(StackFiles.Uploaded::key)
                        .orElseThrow());
    }

    private void write(ControlPlaneFolder home, Map<String, String> asked, String key, Optional<String> bucket)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(asked);
        all.put(ControlPlane.CODE_KEY, key);
        home.write(stackName, all, bucket);
    }

    private ControlPlaneSession session(Path definition) {
        return new ControlPlaneSession(
                surroundings(),
                definition,
                Optional.ofNullable(region),
                Optional.ofNullable(profile),
                simulate,
                Optional.ofNullable(simulator));
    }

    private Path code() {
        if (code == null) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "The functions' code is not named, and nothing was changed.",
                    "Name it with --code penstock-lambda.zip.");
        }
        return NamedFile.readable(
                surroundings().resolve(code),
                code.toString(),
                "Nothing was changed. Name it with --code; in a checkout, './mvnw -Dfunction -Dquick -DskipTests -pl lambda"
                        + " -am package' makes lambda/target/penstock-lambda.zip.");
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return Digest.of(sha256);
    }

    /** Whether it is to be done; somebody who cannot be asked has to say so beforehand. */
    private boolean agreed(String question) throws IOException {
        if (yes) {
            return true;
        }
        surroundings().err().print(question + " Type yes: ");
        surroundings().err().flush();
        var answers = new BufferedReader(
                new InputStreamReader(surroundings().in(), surroundings().charset()));
        String answer =
                Optional.ofNullable(answers.readLine()).orElse("").strip().toLowerCase(Locale.ROOT);
        boolean agreed = answer.equals("yes");
        if (!agreed) {
            surroundings().err().println();
            surroundings().err().println("Nothing was changed.");
        }
        return agreed;
    }
}
