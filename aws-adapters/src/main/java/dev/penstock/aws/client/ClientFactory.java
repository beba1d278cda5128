package dev.penstock.aws.client;

import dev.penstock.action.AwsScope;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Builds clients that are alike in everything but their service: endpoint, HTTP, retries, user agent. */
final class ClientFactory implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** The longest that a function may take ("Lambda quotas"), and some more. */
    private static final Duration LONG_READ_TIMEOUT = Duration.ofSeconds(15 * 60 + 10);

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final SdkHttpClient patientHttp;

    ClientFactory(AwsSettings settings) {
        this.settings = settings;
        this.http = http(READ_TIMEOUT);
        this.patientHttp = http(LONG_READ_TIMEOUT);
    }

    private static SdkHttpClient http(Duration readTimeout) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(readTimeout)
                .build();
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, Region region, AwsCredentialsProvider credentials, Use use) {
        builder.region(region).credentialsProvider(credentials).overrideConfiguration(configuration(use));
        endpoint().ifPresent(builder::endpointOverride);
        return builder.httpClient(use == Use.ONCE ? patientHttp : http).build();
    }

    /** Where all services are, if an endpoint stands in for AWS. */
    Optional<URI> endpoint() {
        return switch (settings.realm()) {
            case Realm.Aws aws -> aws.endpoint();
            case Realm.Simulated simulated -> Optional.of(simulated.endpoint());
        };
    }

    Region region(AwsScope scope) {
        Optional<String> named = scope.region().or(settings::region);
        if (named.isPresent()) {
            return Region.of(named.get());
        }
        return switch (settings.realm()) {
            case Realm.Simulated simulated -> Region.US_EAST_1;
            case Realm.Aws aws -> {
                var chain = DefaultAwsRegionProviderChain.builder();
                aws.profile().ifPresent(chain::profileName);
                yield chain.build().getRegion();
            }
        };
    }

    private ClientOverrideConfiguration configuration(Use use) {
        var configuration = ClientOverrideConfiguration.builder()
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, userAgent())
                .addExecutionInterceptor(new RawMembers());
        switch (settings.realm()) {
            case Realm.Aws aws -> {
                aws.profile().ifPresent(configuration::defaultProfileName);
                switch (use) {
                    case READ -> configuration.retryStrategy(RetryMode.ADAPTIVE_V2);
                    case CHANGE -> configuration.retryStrategy(RetryMode.STANDARD);
                    case ONCE -> configuration.retryStrategy(retries -> retries.maxAttempts(1));
                }
            }
            case Realm.Simulated simulated ->
                // Virtual time stands still during a call, so pausing between attempts inside of it helps nothing: what
                // called asks again, in virtual time. And no setting of the user's may lead astray.
                configuration
                        .retryStrategy(retries -> retries.maxAttempts(1))
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .addExecutionInterceptor(new RealmGuard(simulated.endpoint()));
        }
        return configuration.build();
    }

    private static String userAgent() {
        String version = ClientFactory.class.getPackage().getImplementationVersion();
        return version == null ? "penstock" : "penstock/" + version;
    }

    @Override
    public void close() {
        http.close();
        patientHttp.close();
    }
}
