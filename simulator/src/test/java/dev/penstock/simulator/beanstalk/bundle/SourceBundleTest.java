package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SourceBundleTest {

    @Test
    void readsWhatAnArchiveContains() throws Exception {
        SourceBundle bundle = Zip.bundle("Dockerfile", "FROM nginx\n", "src/index.html", "hello");

        assertThat(bundle.files()).extracting(BundleFile::path).containsExactly("Dockerfile", "src/index.html");
        assertThat(bundle.text("src/index.html")).contains("hello");
        assertThat(bundle.under("src")).extracting(BundleFile::name).containsExactly("index.html");
        assertThat(bundle.has("src")).isFalse();
    }

    @Test
    void refusesNamesThatLeadOutOfTheFolder() {
        assertThat(refused(Zip.of("../../etc/passwd", "x")).error()).contains("skipped \"../\" path component(s)");
        assertThat(refused(Zip.of("/etc/passwd", "x")).error()).contains("stripped absolute path spec");
    }

    @Test
    void refusesBackslashesInTheWordsOfTheEvent() {
        BundleRefused refusal = refused(Zip.of("src\\index.html", "x"));

        assertThat(refusal)
                .hasMessage("Instance deployment: Your source bundle has issues that caused the deployment to fail. For"
                        + " details, see 'eb-engine.log'. The deployment failed.");
        assertThat(refusal.step()).isEqualTo("StageApplication");
        assertThat(refusal.error()).contains("appears to use backslashes as path separators");
    }

    @Test
    void refusesAnArchiveThatSaysItIsHuge() {
        byte[] zip = Zip.of("a", "0123456789");
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(zip.length - 6);
        bytes.putInt(directory + 24, Integer.MAX_VALUE - 100);
        // One entry may say two gigabytes; it takes three to be too much.
        assertThat(catchThrowableOfType(BundleRefused.class, () -> SourceBundle.read(zip)))
                .isNull();

        bytes.putInt(directory + 24, -1);
        assertThat(refused(zip).error()).contains("need PK compat");
    }

    @Test
    void anEntryGivesNoMoreThanItSays() throws Exception {
        byte[] zip = Zip.of("bomb", "0".repeat(100_000));
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(zip.length - 6);
        bytes.putInt(directory + 24, 10);

        assertThat(SourceBundle.read(zip).bytes("bomb")).isEmpty();
    }

    @Test
    void aFileAloneIsTakenForWhatItLooksLike() throws Exception {
        assertThat(single("{\"AWSEBDockerrunVersion\": \"1\"}").has("Dockerrun.aws.json"))
                .isTrue();
        assertThat(single("services:\n  web:\n    image: nginx\n").has("docker-compose.yml"))
                .isTrue();
        assertThat(single("# mine\nFROM nginx\n").has("Dockerfile")).isTrue();
        assertThat(refused("hello".getBytes(StandardCharsets.UTF_8)).error())
                .contains("End-of-central-directory signature not found");
    }

    /** Whatever is broken in an archive, it is read or refused; nothing else happens. */
    @Test
    void brokenArchivesAreReadOrRefused() {
        byte[] zip = Zip.of("Dockerfile", "FROM nginx\nEXPOSE 80\n", "a/b/c.txt", "x".repeat(500), "d", "");
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] broken = zip.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(3) == 0 ? Arrays.copyOf(broken, 4 + random.nextInt(broken.length - 4)) : broken;
            try {
                SourceBundle bundle = SourceBundle.read(cut);
                bundle.files().forEach(file -> {
                    if (file.size() < 10_000) {
                        bundle.bytes(file.path());
                    }
                });
            } catch (BundleRefused expected) {
                assertThat(expected.error()).as("seed %s", seed).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static SourceBundle single(String text) throws BundleRefused {
        return SourceBundle.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BundleRefused refused(byte[] bytes) {
        return catchThrowableOfType(BundleRefused.class, () -> SourceBundle.read(bytes));
    }
}
