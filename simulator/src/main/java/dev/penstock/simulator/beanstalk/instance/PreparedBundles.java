package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.state.Blobs;
import java.util.HashMap;
import java.util.Map;

/** What platforms make of bundles, found out once: a bundle does not change, and what is asked for most was asked for last. */
final class PreparedBundles {

    private static final int REMEMBERED = 50;

    private final Blobs blobs;
    private final boolean checked;
    private final Map<String, PreparedBundle> prepared = new HashMap<>();

    /** @param checked whether platforms refuse bundles */
    PreparedBundles(Blobs blobs, boolean checked) {
        this.blobs = blobs;
        this.checked = checked;
    }

    /**
     * What a platform makes of a bundle.
     *
     * @param environment the environment properties
     * @throws BundleRefused when it does not take the bundle
     */
    PreparedBundle of(Bundle bundle, String platform, Map<String, String> environment, EnvironmentInstance instance)
            throws BundleRefused {
        String key = bundle + "|" + platform + "|" + environment.hashCode() + "|" + instance.worker();
        PreparedBundle known = prepared.get(key);
        if (known == null) {
            known = checked
                    ? PreparedBundle.of(blobs, bundle, platform, environment, instance.worker())
                    : PreparedBundle.unchecked(blobs, bundle, platform, environment, instance.worker());
            if (prepared.size() >= REMEMBERED) {
                prepared.clear();
            }
            prepared.put(key, known);
        }
        return known;
    }

    /** What runs on an instance. */
    PreparedBundle of(MachineRow.Running running, EnvironmentInstance instance) throws BundleRefused {
        return of(running.bundle(), running.platform(), running.environment(), instance);
    }

    /** What is told of that which runs on an instance; nothing when it cannot be read any more. */
    InstanceScript script(MachineRow.Running running, EnvironmentInstance instance) {
        try {
            return running.spared()
                    ? InstanceScript.NONE
                    : of(running, instance).script();
        } catch (BundleRefused e) {
            return InstanceScript.NONE;
        }
    }

    /** The process that the platform watches. */
    String service(MachineRow.Running running, EnvironmentInstance instance) {
        try {
            return of(running, instance).service();
        } catch (BundleRefused e) {
            return "web";
        }
    }
}
