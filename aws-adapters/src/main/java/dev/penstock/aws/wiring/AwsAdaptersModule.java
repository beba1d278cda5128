package dev.penstock.aws.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.library.Cloud;
import dev.penstock.secret.Masker;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Binds {@link Cloud} to AWS, beside {@code PenstockModule}, which brings the {@link Masker}. Nothing is called before it is
 * asked for. Whoever makes the injector closes the cloud, after {@code Penstock}.
 *
 * <p>Which AWS is meant says {@link AwsSettings} if that is bound; if not, it is the one of the credentials that the AWS CLI
 * would use, in the Region and the account of the {@link RunSettings} if those are bound. Their bucket is taken for what
 * CloudFormation reads, and {@link EngineClock} for the age of tokens.
 */
public final class AwsAdaptersModule extends AbstractModule {

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), AwsSettings.class);
        OptionalBinder.newOptionalBinder(binder(), RunSettings.class);
        OptionalBinder.newOptionalBinder(binder(), EngineClock.class);
        bind(Cloud.class).to(AwsServices.class);
    }

    @Provides
    @Singleton
    AwsServices services(
            Optional<AwsSettings> aws, Optional<RunSettings> settings, Optional<EngineClock> clock, Masker masker) {
        RunSettings known = settings.orElseGet(RunSettings::none);
        return new AwsServices(
                aws.orElseGet(() -> ofEnvironment(known)),
                masker,
                clock.<InstantSource>map(given -> given).orElseGet(InstantSource::system),
                known.artifactBucket());
    }

    private static AwsSettings ofEnvironment(RunSettings settings) {
        return new AwsSettings(
                new Realm.Aws(Optional.empty(), Optional.empty()),
                settings.region(),
                settings.account().map(Set::of).orElse(Set.of()),
                RoleSession.DEFAULT);
    }
}
