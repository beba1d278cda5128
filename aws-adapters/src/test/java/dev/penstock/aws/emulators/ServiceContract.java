package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a service of AWS does, in calls of the plain SDK. Each test states what AWS documents or was recorded to do. */
abstract class ServiceContract implements SecondOpinion {

    /** The simulator, unless a parameterized class says otherwise. */
    @Parameter
    Place place = Place.SIMULATOR;

    AccountAt account;

    @Override
    public Place place() {
        return place;
    }

    @BeforeEach
    void open() {
        account = place.open();
    }

    @AfterEach
    void close() {
        account.close();
    }

    /** That a call is refused with one of AWS's error codes. */
    static AwsServiceException refused(ThrowingCallable call, int status, String code) {
        var refusal = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(refusal)
                .as("the call was accepted, which AWS refuses with %s", code)
                .isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(status);
        return refusal;
    }
}
