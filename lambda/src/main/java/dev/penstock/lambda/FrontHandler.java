package dev.penstock.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.penstock.lambda.front.Front;
import dev.penstock.lambda.front.HttpRequest;
import dev.penstock.lambda.front.HttpResponse;
import dev.penstock.time.EngineClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.crac.Core;
import org.crac.Resource;
import tools.jackson.core.JacksonException;

/** The function behind the function URL. Its environment says what it works on; see {@link Home}. */
public final class FrontHandler implements RequestStreamHandler, Resource {

    private final Home home;
    private final Supplier<Front> front;

    /** As Lambda makes it. */
    public FrontHandler() {
        this(Home.of(System.getenv()));
    }

    /**
     * The function with variables of one's own in place of the process's, on another clock, such as that of a simulated AWS in
     * the same process.
     *
     * @throws IllegalStateException if a variable is missing or wrong; the message names it
     */
    public static FrontHandler of(Map<String, String> environment, EngineClock clock) {
        return new FrontHandler(Home.of(environment, clock));
    }

    /** A function of a home. */
    FrontHandler(Home home) {
        this.home = home;
        this.front = home.front();
        Core.getGlobalContext().register(this);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        home.says(context.getLogger());
        Optional<HttpRequest> request;
        try {
            request = HttpRequest.of(JsonTree.read(input.readAllBytes()));
        } catch (JacksonException e) {
            request = Optional.empty();
        }
        HttpResponse answer = request.map(asked -> front.get().answer(asked))
                .orElseGet(() -> HttpResponse.text(400, "This function is called by its URL only."));
        request.ifPresent(asked -> home.log().said(asked.method() + " " + asked.path() + ": " + answer.status()));
        output.write(answer.document());
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        home.prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing that a request needs grows old.
    }
}
