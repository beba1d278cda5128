package dev.penstock.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Clients of a simulated AWS whose time runs by itself live in real time, and judge by it how long things are valid. */
class ClientsClockTest {

    /** More than real time is off by in any test, and less than any session or token lasts. */
    private static final Duration NEAR = Duration.ofMinutes(5);

    private SimulatedAws aws;
    private Clients clients;

    @BeforeEach
    void start() {
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.now().plus(Duration.ofDays(30)), 60))
                .start();
        clients = Clients.of(aws);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/bucket/none", "/v2/", "/?Action=GetCallerIdentity&Version=2011-06-15"})
    void answersHaveTheDateOfTheirClientsSoThatNoSdkTakesItsOwnClockForWrong(String path) throws Exception {
        HttpResponse<String> answer = get(URI.create(aws.endpoint() + path));

        Instant date = ZonedDateTime.parse(
                        answer.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(date, Instant.now()).abs()).isLessThan(NEAR);
    }

    @Test
    void aSessionLastsForAsLongAsItsClientTakesItToLast() {
        Credentials session = clients.sts().getSessionToken().credentials();
        aws.time().advance(Duration.ofDays(2));

        assertThat(Duration.between(Instant.now(), session.expiration()))
                .isBetween(Duration.ofHours(1).minus(NEAR), Duration.ofHours(12));
        assertThatCode(() -> clients.as(AwsSessionCredentials.create(
                                session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))
                        .ecs()
                        .listClusters())
                .doesNotThrowAnyException();
    }

    @Test
    void aRegistrysTokenLastsTwelveRealHours() {
        Instant ends = clients.ecr()
                .getAuthorizationToken()
                .authorizationData()
                .getFirst()
                .expiresAt();

        assertThat(Duration.between(Instant.now(), ends))
                .isBetween(Duration.ofHours(12).minus(NEAR), Duration.ofHours(12));
    }

    @Test
    void anAddressThatAClientSignedIsValidByItsOwnClock() throws Exception {
        clients.s3().createBucket(b -> b.bucket("releases"));
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Clients.ACCOUNT, "secret")))
                .build()) {
            URI signed = presigner
                    .presignGetObject(p -> p.signatureDuration(NEAR)
                            .getObjectRequest(g -> g.bucket("releases").key("none")))
                    .url()
                    .toURI();

            assertThat(get(signed).body()).contains("NoSuchKey");
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
