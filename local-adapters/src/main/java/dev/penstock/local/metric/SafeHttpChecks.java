package dev.penstock.local.metric;

import dev.penstock.local.metric.AddressRules.Reach;
import dev.penstock.metric.HttpChecks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks pages without being led to what a page must not be: a host's addresses are looked up once, all of them are checked, and
 * the one that was checked is the one that is connected to. Redirects are answers, and are not followed.
 *
 * <p>Addresses of links and of the metadata services of clouds are never asked, whatever is allowed.
 */
public final class SafeHttpChecks implements HttpChecks {

    /** How names become addresses. */
    @FunctionalInterface
    interface Names {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Names names;

    /** Pages whose hosts are looked up as this machine does it. */
    public SafeHttpChecks() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    SafeHttpChecks(Names names) {
        this.names = names;
    }

    @Override
    public Outcome ask(URI page, Duration limit, boolean allowPrivate) throws InterruptedException {
        String scheme = page.getScheme() == null ? "" : page.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return new Outcome.Refused("The page is not asked for, as its address is neither http nor https.");
        }
        if (page.getHost() == null || page.getRawUserInfo() != null) {
            return new Outcome.Refused("The page is not asked for, as its address has no host, or a user's name.");
        }
        // Looking a name up cannot be ended, so that it is done beside, and left alone when it takes too long.
        FutureTask<Outcome> asking = new FutureTask<>(() -> asked(page, scheme.equals("https"), limit, allowPrivate));
        Thread.ofVirtual().name("http-check").start(asking);
        try {
            return asking.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Failed("There was no answer within " + limit.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return new Outcome.Failed("There was no answer: " + e.getCause() + ".");
        } finally {
            asking.cancel(true);
        }
    }

    private Outcome asked(URI page, boolean isSecure, Duration limit, boolean allowPrivate) {
        String host = page.getHost().startsWith("[")
                ? page.getHost().substring(1, page.getHost().length() - 1)
                : page.getHost();
        try {
            List<InetAddress> addresses = names.addresses(host);
            Optional<String> refusal = addresses.stream()
                    .flatMap(address -> refusal(address, allowPrivate).stream())
                    .findFirst();
            if (refusal.isPresent()) {
                return new Outcome.Refused(refusal.get());
            }
            int port = page.getPort() > 0 ? page.getPort() : isSecure ? HTTPS : HTTP;
            try (var exchange = new PlainExchange(addresses.getFirst(), host, port, isSecure, limit)) {
                return new Outcome.Status(exchange.status(page));
            }
        } catch (UnknownHostException e) {
            return new Outcome.Failed("There is no host '" + host + "'.");
        } catch (IOException e) {
            return new Outcome.Failed("There was no answer: " + e.getMessage() + ".");
        }
    }

    private static Optional<String> refusal(InetAddress address, boolean allowPrivate) {
        Reach reach = AddressRules.reach(address);
        return switch (reach) {
            case PUBLIC -> Optional.empty();
            case PRIVATE ->
                allowPrivate
                        ? Optional.empty()
                        : Optional.of("The page is not asked for, as its host leads to " + address.getHostAddress()
                                + ", which is private. If that is meant, write 'allowPrivate: true'.");
            case SPECIAL ->
                Optional.of("The page is not asked for, as its host leads to " + address.getHostAddress()
                        + ", where no page is.");
        };
    }
}
