package dev.penstock.beanstalk;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.DeploymentOptions.Acceptance;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.Creation;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.beanstalk.DeploymentOptions.WhenStopped;
import dev.penstock.beanstalk.bundle.BundleChoice;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Options of a deployment that differ in something from what is usual. */
public final class DeploymentOptionsBuilder {

    private static final DeploymentOptions USUAL = DeploymentOptions.DEFAULT;

    private BundleChoice bundle = USUAL.bundle();
    private BundlePlace place = USUAL.place();
    private Optional<Creation> creation = USUAL.creation();
    private Map<OptionName, OptionValue> options = USUAL.options();
    private Duration patience = USUAL.patience();
    private WhenItFails whenItFails = USUAL.whenItFails();
    private WhenStopped whenStopped = USUAL.whenStopped();
    private Optional<BlueGreen> blueGreen = USUAL.blueGreen();
    private VersionRetention keptVersions = USUAL.keptVersions();

    /** The path of the artifact that is the bundle. */
    public DeploymentOptionsBuilder bundle(String path) {
        bundle = new BundleChoice(Optional.of(path), USUAL.bundle().containerPort());
        return this;
    }

    /** Where bundles are put. */
    public DeploymentOptionsBuilder bucket(String bucket) {
        place = new BundlePlace(bucket, USUAL.place().prefix());
        return this;
    }

    /** Makes application and environment where they are missing. */
    public DeploymentOptionsBuilder creating(String platform) {
        creation = Optional.of(new Creation(platform, false, Optional.empty(), Map.of()));
        return this;
    }

    /** Options that the environment shall have, as texts. */
    public DeploymentOptionsBuilder options(Map<OptionName, String> texts) {
        Map<OptionName, OptionValue> values = new TreeMap<>();
        texts.forEach((name, text) -> values.put(name, new OptionValue.Text(text)));
        options = values;
        return this;
    }

    /** How long it waits for its turn. */
    public DeploymentOptionsBuilder patience(Duration length) {
        patience = length;
        return this;
    }

    /** What is done when it fails. */
    public DeploymentOptionsBuilder whenItFails(WhenItFails what) {
        whenItFails = what;
        return this;
    }

    /** What becomes of it when it is abandoned. */
    public DeploymentOptionsBuilder whenStopped(WhenStopped what) {
        whenStopped = what;
        return this;
    }

    /** A second environment changes places with the first. */
    public DeploymentOptionsBuilder blueGreen(BlueGreen pair) {
        blueGreen = Optional.of(pair);
        return this;
    }

    /** Which versions are kept. */
    public DeploymentOptionsBuilder keeping(VersionRetention retention) {
        keptVersions = retention;
        return this;
    }

    /** The options. */
    public DeploymentOptions build() {
        return new DeploymentOptions(
                bundle,
                place,
                USUAL.labelPrefix(),
                creation,
                options,
                Acceptance.DEFAULT,
                patience,
                whenItFails,
                whenStopped,
                blueGreen,
                keptVersions);
    }
}
