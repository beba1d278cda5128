package dev.penstock.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.penstock.journal.RunnerId;
import dev.penstock.json.JsonWriter;
import dev.penstock.lambda.runner.Runner;
import dev.penstock.time.EngineClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.crac.Core;
import org.crac.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The function that schedules and events of AWS call. Its environment says what it works on; see {@link Home}.
 *
 * <p>Before a snapshot is taken of its sandbox (SnapStart), everything is loaded and made that a call needs and that does not
 * grow old: classes, clients, the settings of the home. Nothing in a snapshot is random, registered or signed in.
 */
public final class RunnerHandler implements RequestStreamHandler, Resource {

    private final Home home;
    private final Supplier<Runner> runner;

    /** As Lambda makes it. */
    public RunnerHandler() {
        this(Home.of(System.getenv()));
    }

    /**
     * The function with variables of one's own in place of the process's.
     *
     * @throws IllegalStateException if a variable is missing or wrong; the message names it
     */
    public static RunnerHandler of(Map<String, String> environment) {
        return new RunnerHandler(Home.of(environment));
    }

    /**
     * The function on another clock, such as that of a simulated AWS in the same process.
     *
     * @throws IllegalStateException if a variable is missing or wrong; the message names it
     */
    public static RunnerHandler of(Map<String, String> environment, EngineClock clock) {
        return new RunnerHandler(Home.of(environment, clock));
    }

    /** A function of a home. */
    RunnerHandler(Home home) {
        this.home = home;
        this.runner = home.runner();
        Core.getGlobalContext().register(this);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Instant end = home.now().plusMillis(context.getRemainingTimeInMillis());
        home.says(context.getLogger());
        String said;
        try {
            JsonNode document = JsonTree.read(input.readAllBytes());
            RunnerId call = new RunnerId(context.getFunctionName() + "/" + UUID.randomUUID());
            said = runner.get().call(document, call, end);
        } catch (JacksonException e) {
            said = "What the function was called with is no JSON; nothing was done.";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was interrupted", e);
        }
        home.log().said(said);
        output.write(JsonWriter.compact().value(said).toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        home.prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Each call has a name, a clock and a lease of its own, and the SDK asks for credentials when they are needed.
    }
}
