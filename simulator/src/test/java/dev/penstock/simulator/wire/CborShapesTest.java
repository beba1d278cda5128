package dev.penstock.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class CborShapesTest {

    @Test
    void whatIsWrittenIsReadBackEqual() {
        for (Supplier<SdkPojo> shape : List.<Supplier<SdkPojo>>of(
                PutMetricDataRequest::builder,
                GetMetricDataRequest::builder,
                GetMetricDataResponse::builder,
                RegisterTaskDefinitionRequest::builder)) {
            for (long seed = 0; seed < 50; seed++) {
                SdkPojo sent = new RandomModel(seed, m -> m.kind() != Member.Kind.DOCUMENT).fill(shape.get());
                SdkPojo builder = shape.get();

                CborShapes.read(CborShapes.write(sent), builder);

                assertThat(Shape.build(builder)).describedAs("seed %d", seed).isEqualTo(sent);
            }
        }
    }

    /** RFC 8949, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00|0",
                "1903e8|1000",
                "1bffffffffffffffff|18446744073709551615",
                "3bffffffffffffffff|-18446744073709551616",
                "3903e7|-1000",
                "f93c00|1.0",
                "f97bff|65504.0",
                "fa47c35000|100000.0",
                "fbc010666666666666|-4.1",
                "f97e00|\"NaN\"",
                "f4|false",
                "f6|null",
                "c11a514b67b0|1363896240",
                "44 01020304|\"AQIDBA==\"",
                "62c3bc|\"\u00fc\"",
                "83010203|[1,2,3]",
                "9f018202039f0405ffff|[1,[2,3],[4,5]]",
                "bf61610161629f0203ffff|{\"a\":1,\"b\":[2,3]}",
                "7f657374726561646d696e67ff|\"streaming\"",
            })
    void theExamplesOfTheRfcAreRead(String hex, String json) {
        assertThat(Cbor.toJson(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .asString()
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "83",
                "ff",
                "1c",
                "a10102",
                "5b7fffffffffffffff",
                "7a7fffffff",
                "0000",
                "61ff",
                "5f4101",
                "f8ff"
            })
    void whatIsNoCborIsRefusedInAwssWay(String hex) {
        assertThatThrownBy(() -> Cbor.toJson(HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        ServiceError.class, e -> assertThat(e.code()).isEqualTo("SerializationException"));
    }

    @Test
    void whateverComesIsReadOrRefused() {
        SplittableRandom random = new SplittableRandom(20260102);
        byte[] sound = CborShapes.write(
                new RandomModel(3, m -> m.kind() != Member.Kind.DOCUMENT).fill(PutMetricDataRequest.builder()));
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = sound.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                CborShapes.read(bytes, PutMetricDataRequest.builder());
            } catch (ServiceError e) {
                assertThat(e.code()).isEqualTo("SerializationException");
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThatThrownBy(() -> Cbor.toJson(new byte[] {(byte) 0x81, 1, 2})).isInstanceOf(ServiceError.class);
        byte[] deep = new byte[100_000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        assertThatThrownBy(() -> Cbor.toJson(deep)).isInstanceOf(ServiceError.class);
    }
}
