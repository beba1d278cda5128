package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ComposeApplication.Invalid;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount.Source;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What services mount: volumes, folders of the bundle and the instance, secrets and configs. */
final class ComposeVolumes {

    private static final long SMALL = 64L * 1024 * 1024;

    private final JsonValue project;
    private final Set<String> named;
    private final SourceBundle bundle;

    ComposeVolumes(JsonValue project, SourceBundle bundle) {
        this.project = project;
        this.named = Values.members(project, "volumes").keySet();
        this.bundle = bundle;
    }

    List<Mount> of(String service, JsonValue written) throws Invalid {
        List<Mount> mounts = new ArrayList<>();
        for (JsonValue each : Values.elements(written, "volumes")) {
            mounts.add(each instanceof JsonValue.Structure ? longForm(service, each) : shortForm(service, each));
        }
        for (JsonValue each : Values.elements(written, "tmpfs")) {
            mounts.add(new Mount(
                    new Source.Memory(SMALL), Values.text(each).orElse("").split(":", 2)[0], false));
        }
        mounts.addAll(files(service, written, "secrets", "/run/secrets/"));
        mounts.addAll(files(service, written, "configs", "/"));
        return mounts;
    }

    private Mount shortForm(String service, JsonValue written) throws Invalid {
        String[] parts = Values.text(written).orElse("").split(":", -1);
        if (parts.length == 1) {
            return new Mount(new Source.Own(), target(parts[0]), false);
        }
        boolean readOnly = parts.length > 2 && List.of(parts[2].split(",", -1)).contains("ro");
        return new Mount(source(service, parts[0]), target(parts[1]), readOnly);
    }

    private Mount longForm(String service, JsonValue written) throws Invalid {
        String path = target(Values.text(written, "target").orElse(""));
        boolean readOnly = Values.isTrue(written, "read_only");
        Optional<String> source = Values.text(written, "source");
        return switch (Values.text(written, "type").orElse("volume")) {
            case "tmpfs" -> {
                Optional<String> size = Values.member(written, "tmpfs").flatMap(t -> Values.text(t, "size"));
                OptionalLong bytes = ComposeUnits.bytes(size);
                yield new Mount(new Source.Memory(bytes.orElse(SMALL)), path, readOnly);
            }
            case "bind" -> new Mount(InstancePaths.relative(source.orElse(".")), path, readOnly);
            default -> new Mount(source.isEmpty() ? new Source.Own() : source(service, source.get()), path, readOnly);
        };
    }

    private Source source(String service, String written) throws Invalid {
        if (written.startsWith("/") || written.startsWith(".") || written.startsWith("~")) {
            return InstancePaths.relative(written);
        }
        if (!named.contains(written)) {
            throw new Invalid(
                    "service \"" + service + "\" refers to undefined volume " + written + ": invalid compose project");
        }
        return new Source.Named(written);
    }

    private static String target(String path) throws Invalid {
        if (!path.startsWith("/")) {
            throw new Invalid("invalid mount path: '" + path + "' mount path must be absolute");
        }
        return path;
    }

    /** Files of the bundle that the project names. */
    private List<Mount> files(String service, JsonValue written, String kind, String folder) throws Invalid {
        List<Mount> mounts = new ArrayList<>();
        for (JsonValue each : Values.elements(written, kind)) {
            String name =
                    Values.text(each).or(() -> Values.text(each, "source")).orElse("");
            JsonValue declared = Values.members(project, kind).get(name);
            if (declared == null) {
                throw new Invalid("service \"" + service + "\" refers to undefined "
                        + kind.substring(0, kind.length() - 1) + " " + name + ": invalid compose project");
            }
            String file = Values.text(declared, "file").orElse("");
            if (!file.isEmpty()) {
                if (InstancePaths.relative(file) instanceof Source.OfBundle(String path) && !bundle.has(path)) {
                    throw new Invalid("invalid mount config for type \"bind\": bind source path does not exist: "
                            + InstancePaths.CURRENT + "/" + path);
                }
                String target = Values.text(each, "target").orElse(name);
                mounts.add(new Mount(
                        InstancePaths.relative(file), target.startsWith("/") ? target : folder + target, true));
            }
        }
        return mounts;
    }
}
