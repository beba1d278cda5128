package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ApplicationInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;

/** The tables of CodeDeploy. Keys begin with account and region. */
final class CodeDeployStore {

    record ApplicationRow(ApplicationInfo application) {}

    record GroupRow(DeploymentGroupInfo group) {}

    record ConfigRow(DeploymentConfigInfo config) {}

    record RevisionRow(RevisionLocation revision, String description) {}

    final Table<ApplicationRow> applications;
    final Table<GroupRow> groups;
    final Table<ConfigRow> configs;
    final Table<RevisionRow> revisions;
    final Table<DeploymentRow> deployments;

    CodeDeployStore(Store store) {
        applications = store.table("codedeploy.applications", ApplicationRow.class);
        groups = store.table("codedeploy.groups", GroupRow.class);
        configs = store.table("codedeploy.configs", ConfigRow.class);
        revisions = store.table("codedeploy.revisions", RevisionRow.class);
        deployments = store.table("codedeploy.deployments", DeploymentRow.class);
    }

    static String key(Caller caller, String... names) {
        return caller.account() + " " + caller.region() + " " + String.join("\u0000", names);
    }

    static String prefix(Caller caller, String... names) {
        return key(caller, names) + (names.length == 0 ? "" : "\u0000");
    }

    ApplicationInfo application(Call call, String name) {
        return applications
                .get(key(call.caller(), name))
                .map(ApplicationRow::application)
                .orElseThrow(() -> CodeDeployErrors.noApplication(name));
    }

    DeploymentGroupInfo group(Call call, String application, String name) {
        return group(call.caller(), application, name).orElseThrow(() -> CodeDeployErrors.noGroup(name));
    }

    Optional<DeploymentGroupInfo> group(Caller caller, String application, String name) {
        return groups.get(key(caller, application, name)).map(GroupRow::group);
    }

    DeploymentRow deployment(Call call, String id) {
        return find(call, id).orElseThrow(() -> CodeDeployErrors.noDeployment(id));
    }

    Optional<DeploymentRow> find(Call call, String id) {
        return deployments
                .get(id)
                .filter(row ->
                        row.account().equals(call.account()) && row.region().equals(call.region()));
    }

    /** The deployments of an application, of one group of it or of all, the newest first. */
    List<DeploymentRow> deploymentsOf(Caller caller, String application, Optional<String> group) {
        return deployments.under("").values().stream()
                .filter(row ->
                        row.account().equals(caller.account()) && row.region().equals(caller.region()))
                .filter(row -> row.info().applicationName().equals(application))
                .filter(row ->
                        group.isEmpty() || row.info().deploymentGroupName().equals(group.get()))
                .sorted(Comparator.comparing(DeploymentRow::order).reversed())
                .toList();
    }
}
