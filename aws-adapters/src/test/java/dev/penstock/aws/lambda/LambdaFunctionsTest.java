package dev.penstock.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.function.AliasRouting;
import dev.penstock.function.Attempt;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionCode;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionVersion;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.function.Functions;
import dev.penstock.function.FunctionsContract;
import dev.penstock.function.Invocation;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Functions at the simulated Lambda do what all functions must. */
class LambdaFunctionsTest extends FunctionsContract {

    private static final AwsScope SCOPE = AwsScope.OWN;
    private static final AliasRouting ONE = AliasRouting.all("1");
    private static final AliasRouting TENTH = AliasRouting.split("2", 0.1, "1");

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final LambdaClient lambda = account.clients.lambda(SCOPE, Use.CHANGE);
    private final Functions functions = new LambdaFunctions(account.clients);
    private final FunctionSetup setup = new FunctionSetup(account.clients);

    @BeforeEach
    void make() {
        setup.archive(ORDERS.text(), code("one").file(), Map.of());
        letTimePass();
        setup.publish(ORDERS.text(), ALIAS);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected Functions functions() {
        return functions;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(3));
    }

    private FunctionVersion latest() {
        return functions.version(SCOPE, ORDERS, FunctionVersion.LATEST);
    }

    private void publishSecond() {
        functions.changeCode(SCOPE, ORDERS, code("two"), "");
        letTimePass();
        lambda.publishVersion(publish -> publish.functionName(ORDERS.text()));
    }

    @Test
    void anAnswerThatGotLostMakesNothingTwice() {
        publishSecond();
        account.aws.faults().loseAnswers("lambda", "UpdateFunctionCode", 1);
        account.aws.faults().loseAnswers("lambda", "PublishVersion", 1);
        account.aws.faults().loseAnswers("lambda", "UpdateAlias", 1);
        String before = latest().revision();
        FunctionCode three = code("three");

        isLost(() -> functions.changeCode(SCOPE, ORDERS, three, before));
        letTimePass();
        assertThat(functions.changeCode(SCOPE, ORDERS, three, before)).isInstanceOf(Attempt.Done.class);
        FunctionVersion changed = latest();

        isLost(() -> functions.publish(SCOPE, ORDERS, changed.codeSha256(), changed.revision(), "token"));
        assertThat(functions.publish(SCOPE, ORDERS, changed.codeSha256(), changed.revision(), "token"))
                .isInstanceOfSatisfying(
                        Attempt.Done.class,
                        done -> assertThat(((FunctionVersion) done.now()).version())
                                .isEqualTo("3"));
        AliasRouting tenth = AliasRouting.split("3", 0.1, "1");
        isLost(() -> functions.route(SCOPE, ORDERS, ALIAS, ONE, tenth));
        assertThat(functions.route(SCOPE, ORDERS, ALIAS, ONE, tenth)).isInstanceOf(Attempt.Done.class);
        assertThat(lambda.listVersionsByFunction(list -> list.functionName(ORDERS.text()))
                        .versions())
                .hasSize(4);
    }

    private static void isLost(ThrowingCallable call) {
        assertThat(catchThrowableOfType(RemoteCallException.class, call).kind()).isEqualTo(Kind.TRANSIENT);
    }

    /** Somebody changes the alias between our look and our change. */
    private void changeInBetween(Runnable change, int times) {
        AtomicInteger left = new AtomicInteger(times);
        account.aws.faults().add((moment, call) -> {
            if (moment == Moment.BEFORE
                    && call.operation().equals("UpdateAlias")
                    && !call.request().contains("theirs")
                    && left.getAndDecrement() > 0) {
                change.run();
            }
            return Optional.empty();
        });
    }

    @Test
    void aChangeBetweenLookAndChangeIsNotOverwritten() {
        publishSecond();
        changeInBetween(
                () -> lambda.updateAlias(update -> update.functionName(ORDERS.text())
                        .name(ALIAS)
                        .description("theirs")
                        .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", 0.5)))),
                1);

        assertThat(functions.route(SCOPE, ORDERS, ALIAS, ONE, TENTH))
                .isEqualTo(new Attempt.Overtaken<FunctionAlias>("version 1 and 50 % to version 2"));
        assertThat(functions.alias(SCOPE, ORDERS, ALIAS).routing()).isEqualTo(AliasRouting.split("2", 0.5, "1"));
    }

    /** Each believes that the alias has one version, and is right until another was first. */
    @Test
    void ofManyWhoMoveCallsAtOnceOneDoes() throws Exception {
        publishSecond();
        List<Callable<Attempt<FunctionAlias>>> rivals = new ArrayList<>();
        for (int percent = 10; percent <= 80; percent += 10) {
            AliasRouting theirs = AliasRouting.split("2", percent / 100.0, "1");
            rivals.add(() -> functions.route(SCOPE, ORDERS, ALIAS, ONE, theirs));
        }
        List<AliasRouting> moved = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Attempt<FunctionAlias>> rival : threads.invokeAll(rivals)) {
                if (rival.get() instanceof Attempt.Done<FunctionAlias>(FunctionAlias now)) {
                    moved.add(now.routing());
                }
            }
        }
        assertThat(moved).containsExactly(functions.alias(SCOPE, ORDERS, ALIAS).routing());
    }

    @Test
    void anotherDescriptionIsNoOtherRouting() {
        publishSecond();
        changeInBetween(
                () -> lambda.updateAlias(
                        update -> update.functionName(ORDERS.text()).name(ALIAS).description("theirs")),
                1);

        assertThat(functions.route(SCOPE, ORDERS, ALIAS, ONE, TENTH)).isInstanceOf(Attempt.Done.class);
        var alias = lambda.getAlias(get -> get.functionName(ORDERS.text()).name(ALIAS));
        assertThat(alias.description()).isEqualTo("theirs");
        assertThat(alias.routingConfig().additionalVersionWeights()).containsExactly(Map.entry("2", 0.1));
    }

    @Test
    void whatChangesAllTheTimeIsAskedForAgainLater() {
        publishSecond();
        AtomicInteger number = new AtomicInteger();
        changeInBetween(
                () -> lambda.updateAlias(update -> update.functionName(ORDERS.text())
                        .name(ALIAS)
                        .description("theirs " + number.incrementAndGet())),
                3);

        assertThat(functions.route(SCOPE, ORDERS, ALIAS, ONE, TENTH)).isInstanceOf(Attempt.Busy.class);
        assertThat(functions.route(SCOPE, ORDERS, ALIAS, ONE, TENTH)).isInstanceOf(Attempt.Done.class);
    }

    @Test
    void whatIsBeingChangedIsBusy() {
        functions.changeCode(SCOPE, ORDERS, code("two"), "");
        FunctionVersion changing = latest();
        assertThat(changing.isChanging()).isTrue();

        assertThat(functions.changeCode(SCOPE, ORDERS, code("three"), changing.revision()))
                .isInstanceOf(Attempt.Busy.class);
        assertThat(functions.publish(SCOPE, ORDERS, changing.codeSha256(), changing.revision(), "token"))
                .isInstanceOf(Attempt.Busy.class);
    }

    @Test
    void aThrottledCallIsToBeAskedAgain() {
        account.aws
                .faults()
                .before("lambda", "GetAlias", 1, new Fault.Refuse(429, "TooManyRequestsException", "Rate exceeded"));
        assertThat(catchThrowableOfType(RemoteCallException.class, () -> functions.alias(SCOPE, ORDERS, ALIAS))
                        .kind())
                .isEqualTo(Kind.THROTTLED);
    }

    @Test
    void takesCodeFromABucket() {
        var two = code("two");
        account.clients.s3(SCOPE, Use.CHANGE).createBucket(make -> make.bucket("code"));
        account.clients
                .s3(SCOPE, Use.CHANGE)
                .putObject(put -> put.bucket("code").key("two.zip"), RequestBody.fromFile(two.file()));

        functions.changeCode(SCOPE, ORDERS, new FunctionCode.StoredArchive("code", "two.zip", two.digest()), "");
        letTimePass();
        assertThat(latest().codeSha256()).isEqualTo(two.sha256());
    }

    @Test
    void takesAnImageByItsDigest() throws Exception {
        account.clients.ecr(SCOPE, Use.CHANGE).createRepository(make -> make.repositoryName("orders"));
        var registry = new EcrImageRegistry(
                account.clients, RegistryEndpoint.of(account.realm()), new SecretMasker(), account.clock());
        ImagePush push = new ImagePush(registry.access(SCOPE, "orders"));
        push.push("one");
        Digest two = push.push("two");
        String repository = SimulatedAccount.ID + ".dkr.ecr.us-east-1.amazonaws.com/orders";
        FunctionName packed = new FunctionName("packed");
        setup.image(packed.text(), repository + ":one");
        account.aws.time().advance(Duration.ofSeconds(30));

        FunctionVersion before = functions.version(SCOPE, packed, FunctionVersion.LATEST);
        assertThat(before.packageType()).isEqualTo(PackageType.IMAGE);
        functions.changeCode(SCOPE, packed, new FunctionCode.Image(repository, two), before.revision());
        account.aws.time().advance(Duration.ofSeconds(30));
        assertThat(functions.version(SCOPE, packed, FunctionVersion.LATEST).codeSha256())
                .isEqualTo(two.hex());
    }

    @Test
    void invokesAVersionAndTellsItsErrorsApart() {
        Invocation good = functions.invoke(SCOPE, ORDERS, "1", "{\"order\":7}");
        assertThat(good.failed()).isFalse();
        assertThat(good.version()).isEqualTo("1");
        assertThat(good.payload()).isEqualTo("{\"order\":7}");
        assertThat(good.logLines()).anyMatch(line -> line.startsWith("END RequestId"));

        setup.archive("broken", code("broken").file(), Map.of("PENSTOCK_SIMULATE", "exit:1"));
        letTimePass();
        assertThat(functions
                        .invoke(SCOPE, new FunctionName("broken"), FunctionVersion.LATEST, "{}")
                        .failed())
                .isTrue();
    }
}
