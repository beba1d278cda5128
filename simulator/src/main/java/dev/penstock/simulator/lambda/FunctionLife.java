package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/**
 * The states of versions: {@code Pending} until they can be invoked, {@code InProgress} while a change is carried out. Each
 * transition gives a new revision.
 *
 * <p>AWS publishes no durations. Users see archives ready within a few seconds and images, which Lambda first makes into a form
 * of its own, within some more; for the first function in a VPC the Developer Guide says "several minutes".
 */
final class FunctionLife {

    private static final String READY = "lambda.ready";
    private static final String REASON = "The function is being created.";
    private static final Duration ARCHIVE = Duration.ofSeconds(2);
    private static final Duration IMAGE = Duration.ofSeconds(10);
    private static final Duration NETWORK = Duration.ofSeconds(60);
    private static final Duration SNAPSHOT = Duration.ofSeconds(60);

    private final LambdaStore store;
    private final Calendar calendar;
    private final Ids ids;

    FunctionLife(LambdaStore store, Calendar calendar, Ids ids) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        calendar.on(READY, this::ready);
    }

    /** A new revision id. */
    String revision() {
        return ids.uuid();
    }

    /** Gives a version a new revision, as something that belongs to it has changed. */
    void touch(LambdaStore.Version version) {
        touch(version, revision());
    }

    /** The same with a revision that something else has as well. */
    void touch(LambdaStore.Version version, String revision) {
        store.put(version.with(
                version.configuration().toBuilder().revisionId(revision).build()));
    }

    /** Puts a version that cannot be invoked yet. */
    LambdaStore.Version begin(LambdaStore.Version version) {
        FunctionConfiguration configuration = version.configuration();
        LambdaStore.Version pending = version.with(configuration.toBuilder()
                .state(State.PENDING)
                .stateReason(REASON)
                .stateReasonCode(StateReasonCode.CREATING)
                .lastUpdateStatus((String) null)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null)
                .revisionId(revision())
                .build());
        boolean snapshot = isPublished(pending)
                && configuration.snapStart() != null
                && configuration.snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS;
        boolean network = configuration.vpcConfig() != null
                && configuration.vpcConfig().hasSubnetIds()
                && !configuration.vpcConfig().subnetIds().isEmpty();
        Duration most = configuration.packageType() == PackageType.IMAGE ? IMAGE : ARCHIVE;
        enter(pending, snapshot ? SNAPSHOT : network ? NETWORK : most);
        return pending;
    }

    /** Puts a version that is being changed. */
    LambdaStore.Version change(LambdaStore.Version version) {
        FunctionConfiguration configuration = version.configuration();
        LambdaStore.Version changing = version.with(configuration.toBuilder()
                .lastUpdateStatus(LastUpdateStatus.IN_PROGRESS)
                .lastUpdateStatusReason(REASON)
                .lastUpdateStatusReasonCode("Creating") // not among the SDK's constants
                .revisionId(revision())
                .build());
        enter(changing, configuration.packageType() == PackageType.IMAGE ? IMAGE : ARCHIVE);
        return changing;
    }

    /** The function must be neither made nor changed right now. */
    void requireSettled(LambdaStore.Version version) {
        requireActive(version);
        if (version.configuration().lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            throw LambdaErrors.conflict("The operation cannot be performed at this time. An update is in progress for"
                    + " resource: " + version.configuration().functionArn());
        }
    }

    /** The version must be one that can be invoked. */
    void requireActive(LambdaStore.Version version) {
        State state = version.configuration().state();
        if (state == State.PENDING || state == State.FAILED) {
            throw LambdaErrors.conflict("The operation cannot be performed at this time. The function is currently in"
                    + " the following state: " + state);
        }
    }

    /** Ends what is going on with a version. */
    void forget(LambdaStore.Version version) {
        calendar.strike(READY, LambdaStore.key(version.reference(), version.number()));
    }

    private void enter(LambdaStore.Version version, Duration length) {
        store.put(version);
        calendar.enter(
                READY,
                LambdaStore.key(version.reference(), version.number()),
                calendar.now().plus(length));
    }

    private void ready(String key) {
        store.byKey(key).ifPresent(version -> {
            FunctionConfiguration.Builder settled = version.configuration().toBuilder()
                    .state(State.ACTIVE)
                    .stateReason(null)
                    .stateReasonCode((String) null)
                    .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
                    .lastUpdateStatusReason(null)
                    .lastUpdateStatusReasonCode((String) null)
                    .revisionId(revision());
            if (isPublished(version)
                    && version.configuration().snapStart() != null
                    && version.configuration().snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS) {
                settled.snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS)
                        .optimizationStatus(SnapStartOptimizationStatus.ON));
            }
            store.put(version.with(settled.build()));
        });
    }

    private static boolean isPublished(LambdaStore.Version version) {
        return FunctionName.isVersion(version.number());
    }
}
