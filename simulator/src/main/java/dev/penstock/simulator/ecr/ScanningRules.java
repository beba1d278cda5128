package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.RegistryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;

/** Which repositories a registry scans when an image is pushed. Source: ECR User Guide, "Filters to choose which repositories are scanned". */
final class ScanningRules {

    record Scanning(RegistryScanningConfiguration configuration) {}

    private final Table<Scanning> table;

    ScanningRules(Store store) {
        this.table = store.table("ecr.registryScanning", Scanning.class);
    }

    void put(Call call, RegistryScanningConfiguration configuration) {
        table.put(key(call.account(), call.region()), new Scanning(configuration));
    }

    RegistryScanningConfiguration get(Call call) {
        return get(call.account(), call.region());
    }

    private RegistryScanningConfiguration get(String account, String region) {
        return table.get(key(account, region))
                .map(Scanning::configuration)
                .orElse(RegistryScanningConfiguration.builder()
                        .scanType("BASIC")
                        .rules(List.of())
                        .build());
    }

    /** The filters by which the registry scans a repository's images when they are pushed. */
    List<ScanningRepositoryFilter> applied(RepositoryName name) {
        return get(name.account(), name.region()).rules().stream()
                .filter(rule -> "SCAN_ON_PUSH".equals(rule.scanFrequencyAsString()))
                .flatMap(rule -> rule.repositoryFilters().stream())
                .filter(filter -> matches(filter.filter(), name.name()))
                .toList();
    }

    /** Whether an image is scanned when it is pushed: because its repository says so, or its registry. */
    boolean onPush(RepositoryName name, Repository repository) {
        return !applied(name).isEmpty()
                || (repository.imageScanningConfiguration() != null
                        && Boolean.TRUE.equals(
                                repository.imageScanningConfiguration().scanOnPush()));
    }

    /** A filter without an asterisk matches names that contain it. */
    private static boolean matches(String filter, String name) {
        if (!filter.contains("*")) {
            return name.contains(filter);
        }
        String pattern = Stream.of(filter.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return name.matches(pattern);
    }

    private static String key(String account, String region) {
        return account + "/" + region;
    }
}
