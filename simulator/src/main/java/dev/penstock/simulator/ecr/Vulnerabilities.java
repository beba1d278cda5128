package dev.penstock.simulator.ecr;

import dev.penstock.simulator.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.Attribute;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;

/**
 * What a scan finds in an image: what its label, or an annotation of its manifest, {@value #LABEL} says, which is a
 * list like {@code CRITICAL=1, HIGH=3} or {@code CVE-2021-44228:CRITICAL}. An image without it has no vulnerabilities.
 */
final class Vulnerabilities {

    static final String LABEL = "dev.penstock.simulate.vulnerabilities";

    private static final List<String> SEVERITIES =
            List.of("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED");
    private static final Pattern COUNT = Pattern.compile("([A-Z]+)\\s*=\\s*([0-9]{1,3})");
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]+)\\s*:\\s*([A-Z]+)");
    private static final Set<String> SCANNED =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    private final Repositories repositories;

    Vulnerabilities(Repositories repositories) {
        this.repositories = repositories;
    }

    /** Whether ECR scans an image of this kind: one of an operating system, not an index or another artifact. */
    boolean scannable(StoredImage image) {
        return SCANNED.contains(image.artifactType());
    }

    /** The findings, the gravest first. */
    List<ImageScanFinding> of(RepositoryName name, StoredImage image) {
        List<ImageScanFinding> findings = new ArrayList<>();
        for (String part : said(image).split(",", -1)) {
            String entry = part.trim();
            Matcher count = COUNT.matcher(entry);
            Matcher named = NAMED.matcher(entry);
            if (count.matches() && SEVERITIES.contains(count.group(1))) {
                for (int i = 1; i <= Integer.parseInt(count.group(2)); i++) {
                    String id = String.format("CVE-2026-%d%04d", SEVERITIES.indexOf(count.group(1)) + 1, i);
                    findings.add(finding(id, count.group(1)));
                }
            } else if (named.matches() && SEVERITIES.contains(named.group(2))) {
                findings.add(finding(named.group(1), named.group(2)));
            }
        }
        findings.sort(Comparator.comparing(ImageScanFinding::name));
        return findings;
    }

    static Map<String, Integer> counts(List<ImageScanFinding> findings) {
        Map<String, Integer> counts = new HashMap<>();
        findings.forEach(finding -> counts.merge(finding.severityAsString(), 1, Integer::sum));
        return counts;
    }

    private String said(StoredImage image) {
        try {
            byte[] manifest = repositories.manifest(image);
            if (Json.tree(manifest) instanceof Map<?, ?> map
                    && map.get("annotations") instanceof Map<?, ?> annotations
                    && annotations.get(LABEL) instanceof String text) {
                return text;
            }
            return Manifest.parse(manifest, image.mediaType())
                    .config()
                    .map(config -> label(repositories.contents(config.digest())))
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String label(byte[] configuration) {
        return Json.tree(configuration) instanceof Map<?, ?> map
                        && map.get("config") instanceof Map<?, ?> config
                        && config.get("Labels") instanceof Map<?, ?> labels
                        && labels.get(LABEL) instanceof String text
                ? text
                : "";
    }

    private static ImageScanFinding finding(String id, String severity) {
        return ImageScanFinding.builder()
                .name(id)
                .severity(severity)
                .description("Declared by the image")
                .uri("https://cve.mitre.org/cgi-bin/cvename.cgi?name=" + id.toUpperCase(Locale.ROOT))
                .attributes(
                        Attribute.builder()
                                .key("package_name")
                                .value("declared")
                                .build(),
                        Attribute.builder().key("package_version").value("1.0").build())
                .build();
    }
}
