package dev.penstock.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.RemoteCallException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ErrorKindsTest {

    /** Codes, statuses and messages as AWS answers them; see the head of the file. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvFileSource(resources = "error-codes.csv", numLinesToSkip = 1)
    void knowsWhatAnErrorMeans(String code, int status, String message, Kind kind) {
        String said = message == null ? "" : message;
        assertThat(ErrorKinds.of(code == null ? "" : code, status, said)).isEqualTo(kind);
    }
}
