package dev.penstock.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentChecksumTest {

    @ParameterizedTest
    @EnumSource(
            value = ContentChecksum.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theChecksumOfAWholeFollowsFromThoseOfItsParts(ContentChecksum checksum) {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] whole = new byte[random.nextInt(3000)];
            random.nextBytes(whole);
            int cut = random.nextInt(whole.length + 1);
            byte[] first = Arrays.copyOfRange(whole, 0, cut);
            byte[] second = Arrays.copyOfRange(whole, cut, whole.length);

            assertThat(checksum.combine(checksum.of(first), checksum.of(second), second.length))
                    .as("seed %d", seed)
                    .isEqualTo(checksum.of(whole));
        }
    }

    @Test
    void valuesAreThoseThatAwsRecorded() {
        // Recorded from AWS: s3/test_s3_api.snapshot.json and test_s3.snapshot.json.
        byte[] contents = "test-checksum".getBytes(StandardCharsets.UTF_8);
        assertThat(ContentChecksum.CRC32.of(contents)).isEqualTo("lVk/nw==");
        assertThat(ContentChecksum.CRC32C.of(contents)).isEqualTo("Fz3epA==");
        assertThat(ContentChecksum.CRC64NVME.of(contents)).isEqualTo("1f2xscCCZCU=");
        assertThat(ContentChecksum.SHA1.of(contents)).isEqualTo("jbXkHAsXUrubtL3dqDQ4w+7WXc0=");
        assertThat(ContentChecksum.SHA256.of(contents)).isEqualTo("1YQo81vx2VFUl0q5ccWISq8AkSBQQ0WO80S82TmfdIQ=");
    }
}
