package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.Macros;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What transforms are given: snippets of the simulated S3. */
final class SimulatedMacros implements Macros {

    private static final Pattern LOCATION = Pattern.compile("s3://([^/]+)/(.+)");

    private final TemplateSource source;
    private final Caller caller;
    private final Instant now;

    SimulatedMacros(TemplateSource source, Caller caller, Instant now) {
        this.source = source;
        this.caller = caller;
        this.now = now;
    }

    @Override
    public String snippet(String location) {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw CloudFormationErrors.validation("The location parameter is not a valid S3 uri.");
        }
        try {
            return source.object(caller, now, matcher.group(1), matcher.group(2));
        } catch (ServiceError e) {
            throw e.code().equals("NoSuchBucket")
                    ? CloudFormationErrors.validation("S3 bucket [" + matcher.group(1) + "] does not exist.")
                    : CloudFormationErrors.validation(
                            "The specified S3 object's content could not be read: " + e.message());
        }
    }
}
