package dev.penstock.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an environment of Elastic Beanstalk is made where it is missing.
 *
 * @param platform the name of a solution stack, in which {@code *} stands for the version
 * @param worker whether it works off a queue
 * @param cname the first part of the host name
 */
record NewEnvironment(String platform, boolean worker, Optional<String> cname, Map<String, String> tags) {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:elasticbeanstalk:[a-z0-9-]*::platform/(.+) running on (.+)/[0-9.]+");
    private static final Pattern VERSION = Pattern.compile(" v[0-9]+\\.[0-9]+\\.[0-9]+ running ");

    /** What platforms on the first Amazon Linux call it in ARNs; solution stacks have a year behind it. */
    private static final String FIRST_LINUX = "64bit Amazon Linux";

    NewEnvironment {
        tags = new LinkedHashMap<>(tags);
    }

    /** The pattern of solution stacks for the ARN of a platform of AWS; empty for others. */
    static Optional<String> platformOfArn(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String system = matcher.group(2).equals(FIRST_LINUX) ? FIRST_LINUX + " 2018.03" : matcher.group(2);
        return Optional.of(system + " v* running " + matcher.group(1));
    }

    /** The pattern of solution stacks that differ from that one by their version only. */
    static String platformOfStack(String solutionStack) {
        return VERSION.matcher(solutionStack).replaceFirst(" v* running ");
    }
}
