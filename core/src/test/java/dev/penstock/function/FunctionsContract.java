package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.function.FunctionVersion.State;
import dev.penstock.function.FunctionVersion.UpdateStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every platform for functions must do. */
public abstract class FunctionsContract {

    /** The function under test: of an archive, with a version 1 and the alias {@link #ALIAS} of it. */
    protected static final FunctionName ORDERS = new FunctionName("orders");

    /** The alias. */
    protected static final String ALIAS = "live";

    private static final AwsScope SCOPE = AwsScope.OWN;
    private static final int PATIENCE = 400;

    @TempDir
    Path folder;

    /** The platform under test. */
    protected abstract Functions functions();

    /** Lets some seconds pass. */
    protected abstract void letTimePass() throws InterruptedException;

    /** Code that says something. */
    protected final FunctionCode.Archive code(String says) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                ZipEntry entry = new ZipEntry("index.py");
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(
                        ("def handler(event, context):\n    return '" + says + "'\n").getBytes(StandardCharsets.UTF_8));
            }
            Path file = folder.resolve(says + ".zip");
            Files.write(file, bytes.toByteArray());
            return new FunctionCode.Archive(file, Digest.of(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsInvokedByItsAliasTellsItsVersion() {
        Invocation answer = functions().invoke(SCOPE, ORDERS, ALIAS, "{\"order\":7}");
        assertThat(answer.failed()).isFalse();
        assertThat(answer.version()).isEqualTo("1");
    }

    private FunctionVersion latest() {
        return functions().version(SCOPE, ORDERS, FunctionVersion.LATEST);
    }

    private FunctionVersion settled() throws InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            FunctionVersion latest = latest();
            if (!latest.isChanging()) {
                return latest;
            }
            letTimePass();
        }
        throw new AssertionError("still changing: " + latest());
    }

    private static <T> T done(Attempt<T> attempt) {
        assertThat(attempt).isInstanceOf(Attempt.Done.class);
        return ((Attempt.Done<T>) attempt).now();
    }

    /** Brings code and publishes it. */
    private String release(String says) throws InterruptedException {
        done(functions().changeCode(SCOPE, ORDERS, code(says), settled().revision()));
        FunctionVersion changed = settled();
        return done(functions().publish(SCOPE, ORDERS, changed.codeSha256(), changed.revision(), "release " + says))
                .version();
    }

    private static void notFound(ThrowingCallable call) {
        assertThatExceptionOfType(RemoteCallException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void describesAFunctionItsVersionsAndAliases() throws Exception {
        FunctionVersion latest = settled();
        assertThat(latest.arn()).contains(":function:orders");
        assertThat(latest.version()).isEqualTo(FunctionVersion.LATEST);
        assertThat(latest.packageType()).isEqualTo(PackageType.ZIP);
        assertThat(latest.state()).isEqualTo(State.ACTIVE);
        assertThat(latest.update()).isEqualTo(UpdateStatus.SUCCESSFUL);
        assertThat(latest.codeSha256()).isNotEmpty();

        FunctionVersion first = functions().version(SCOPE, ORDERS, "1");
        assertThat(first.version()).isEqualTo("1");
        assertThat(first.codeSha256()).isEqualTo(latest.codeSha256());

        FunctionAlias alias = functions().alias(SCOPE, ORDERS, ALIAS);
        assertThat(alias.arn()).endsWith(":function:orders:live");
        assertThat(alias.name()).isEqualTo(ALIAS);
        assertThat(alias.routing()).isEqualTo(AliasRouting.all("1"));
        assertThat(alias.revision()).isNotEmpty();
    }

    @Test
    void saysWhatIsNotThere() {
        notFound(() -> functions().version(SCOPE, new FunctionName("nowhere"), FunctionVersion.LATEST));
        notFound(() -> functions().version(SCOPE, ORDERS, "99"));
        notFound(() -> functions().alias(SCOPE, ORDERS, "nobody"));
        notFound(() ->
                functions().route(SCOPE, ORDERS, "nobody", AliasRouting.all("1"), AliasRouting.split("2", 0.1, "1")));
    }

    @Test
    void changesCodeOnce() throws Exception {
        FunctionCode.Archive code = code("two");
        String before = settled().revision();
        assertThat(done(functions().changeCode(SCOPE, ORDERS, code, before)).codeSha256())
                .isEqualTo(code.sha256());
        FunctionVersion changed = settled();
        assertThat(changed.codeSha256()).isEqualTo(code.sha256());
        assertThat(changed.revision()).isNotEqualTo(before);

        // After a crash it is asked for again as it was, with the revision of before.
        assertThat(done(functions().changeCode(SCOPE, ORDERS, code, before)).revision())
                .isEqualTo(changed.revision());
    }

    @Test
    void doesNotChangeTheCodeOfWhatSomebodyElseHasChanged() throws Exception {
        String before = settled().revision();
        done(functions().changeCode(SCOPE, ORDERS, code("theirs"), before));
        FunctionVersion theirs = settled();

        assertThat(functions().changeCode(SCOPE, ORDERS, code("ours"), before)).isInstanceOf(Attempt.Overtaken.class);
        assertThat(latest().codeSha256()).isEqualTo(theirs.codeSha256());
    }

    @Test
    void publishesAVersionOnce() throws Exception {
        done(functions().changeCode(SCOPE, ORDERS, code("two"), settled().revision()));
        FunctionVersion changed = settled();
        FunctionVersion published =
                done(functions().publish(SCOPE, ORDERS, changed.codeSha256(), changed.revision(), "token-1"));

        assertThat(published.version()).isEqualTo("2");
        assertThat(published.description()).isEqualTo("token-1");
        assertThat(published.codeSha256()).isEqualTo(changed.codeSha256());
        assertThat(done(functions().publish(SCOPE, ORDERS, changed.codeSha256(), changed.revision(), "token-1"))
                        .version())
                .isEqualTo("2");
        notFound(() -> functions().version(SCOPE, ORDERS, "3"));
    }

    @Test
    void whatHasNotChangedSinceIsNotPublishedAgain() throws Exception {
        assertThat(release("two")).isEqualTo("2");
        FunctionVersion latest = settled();
        assertThat(done(functions().publish(SCOPE, ORDERS, latest.codeSha256(), latest.revision(), "token-2"))
                        .version())
                .isEqualTo("2");
    }

    @Test
    void findsWhatItPublishedAlthoughTheCodeIsAnotherByNow() throws Exception {
        done(functions().changeCode(SCOPE, ORDERS, code("ours"), settled().revision()));
        FunctionVersion ours = settled();
        done(functions().publish(SCOPE, ORDERS, ours.codeSha256(), ours.revision(), "token-1"));
        done(functions().changeCode(SCOPE, ORDERS, code("theirs"), settled().revision()));
        settled();

        assertThat(done(functions().publish(SCOPE, ORDERS, ours.codeSha256(), ours.revision(), "token-1"))
                        .version())
                .isEqualTo("2");
    }

    @Test
    void doesNotPublishWhatSomebodyElseHasChanged() throws Exception {
        done(functions().changeCode(SCOPE, ORDERS, code("ours"), settled().revision()));
        FunctionVersion ours = settled();
        done(functions().changeCode(SCOPE, ORDERS, code("theirs"), ours.revision()));
        settled();

        assertThat(functions().publish(SCOPE, ORDERS, ours.codeSha256(), ours.revision(), "token-1"))
                .isInstanceOf(Attempt.Overtaken.class);
        notFound(() -> functions().version(SCOPE, ORDERS, "2"));
    }

    @Test
    void movesCallsAndBringsThemBack() throws Exception {
        String two = release("two");
        AliasRouting one = AliasRouting.all("1");
        AliasRouting tenth = AliasRouting.split(two, 0.1, "1");

        assertThat(done(functions().route(SCOPE, ORDERS, ALIAS, one, tenth)).routing())
                .isEqualTo(tenth);
        String revision = functions().alias(SCOPE, ORDERS, ALIAS).revision();
        done(functions().route(SCOPE, ORDERS, ALIAS, one, tenth));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).revision())
                .as("asked again, it changes nothing")
                .isEqualTo(revision);

        AliasRouting fine = AliasRouting.split(two, 0.125, "1");
        done(functions().route(SCOPE, ORDERS, ALIAS, tenth, fine));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).routing()).isEqualTo(fine);
        AliasRouting all = AliasRouting.all(two);
        done(functions().route(SCOPE, ORDERS, ALIAS, fine, all));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).routing())
                .as("no second version is left")
                .isEqualTo(all);
        done(functions().route(SCOPE, ORDERS, ALIAS, all, one));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).routing()).isEqualTo(one);
    }

    @Test
    void doesNotMoveCallsThatSomebodyElseHasMoved() throws Exception {
        String two = release("two");
        AliasRouting one = AliasRouting.all("1");
        AliasRouting theirs = AliasRouting.split(two, 0.5, "1");
        done(functions().route(SCOPE, ORDERS, ALIAS, one, theirs));

        Attempt<FunctionAlias> ours = functions().route(SCOPE, ORDERS, ALIAS, one, AliasRouting.split(two, 0.1, "1"));
        assertThat(ours)
                .isInstanceOfSatisfying(
                        Attempt.Overtaken.class,
                        overtaken -> assertThat(overtaken.found()).contains("50 % to version " + two));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).routing()).isEqualTo(theirs);
    }

    @Test
    void doesNotMoveCallsToAVersionThatIsNotThere() {
        AliasRouting one = AliasRouting.all("1");
        notFound(() -> functions().route(SCOPE, ORDERS, ALIAS, one, AliasRouting.split("99", 0.1, "1")));
        assertThat(functions().alias(SCOPE, ORDERS, ALIAS).routing()).isEqualTo(one);
    }
}
