package dev.penstock.aws.client;

import dev.penstock.action.AwsScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of each scope: the user's own, or those of the last role of a chain. They refresh themselves. */
final class Credentials implements AutoCloseable {

    private final AwsSettings settings;
    private final ClientFactory factory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AwsScope, AwsCredentialsProvider> cached = new HashMap<>();
    private final List<SdkAutoCloseable> toClose = new ArrayList<>();

    Credentials(AwsSettings settings, ClientFactory factory) {
        this.settings = settings;
        this.factory = factory;
    }

    AwsCredentialsProvider of(AwsScope scope) {
        lock.lock();
        try {
            AwsCredentialsProvider known = cached.get(scope);
            if (known == null) {
                known = scope.roleArns().isEmpty() ? own() : assumed(scope);
                cached.put(scope, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private AwsCredentialsProvider own() {
        return switch (settings.realm()) {
            case Realm.Simulated simulated ->
                StaticCredentialsProvider.create(AwsBasicCredentials.create(simulated.account(), "simulated"));
            case Realm.Aws aws -> {
                // A profile that was asked for wins over credentials of the environment, as with the AWS CLI.
                var provider = aws.profile().isPresent()
                        ? ProfileCredentialsProvider.create(aws.profile().get())
                        : DefaultCredentialsProvider.builder().build();
                toClose.add((SdkAutoCloseable) provider);
                yield provider;
            }
        };
    }

    private AwsCredentialsProvider assumed(AwsScope scope) {
        List<String> chain = scope.roleArns();
        AwsScope before = new AwsScope(scope.region(), chain.subList(0, chain.size() - 1));
        StsClient sts = factory.build(StsClient.builder(), factory.region(scope), of(before), Use.READ);
        toClose.add(sts);
        var provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request(chain.getLast()))
                .build();
        toClose.add(provider);
        return provider;
    }

    private AssumeRoleRequest request(String role) {
        RoleSession session = settings.roles();
        var request = AssumeRoleRequest.builder()
                .roleArn(role)
                .roleSessionName(session.name())
                .tags(session.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList());
        String externalId = session.externalIds().get(role);
        if (externalId != null) {
            request.externalId(externalId);
        }
        return request.build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            toClose.reversed().forEach(SdkAutoCloseable::close);
            toClose.clear();
            cached.clear();
        } finally {
            lock.unlock();
        }
    }
}
