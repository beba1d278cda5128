package dev.penstock.aws.emulators;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A VPC with subnets.
 *
 * @param subnets two of them, in different Availability Zones
 * @param securityGroup one of the VPC
 */
record Network(String vpc, List<String> subnets, String securityGroup) {

    private static final Pattern SUBNET = Pattern.compile("<subnetId>([^<]+)</subnetId>");
    private static final Pattern GROUP = Pattern.compile("<groupId>([^<]+)</groupId>");
    private static final Pattern VPC = Pattern.compile("<vpcId>([^<]+)</vpcId>");

    /** The account's default VPC, asked of EC2 by hand: nothing else here needs that service's large client. */
    static Network ofDefaultVpc(AccountAt account) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String subnets = ask(http, account, "DescribeSubnets");
            return new Network(
                    all(VPC, subnets).getFirst(),
                    all(SUBNET, subnets).subList(0, 2),
                    all(GROUP, ask(http, account, "DescribeSecurityGroups")).getFirst());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String ask(HttpClient http, AccountAt account, String operation)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(account.endpoint.resolve("/"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + account.id
                                + "/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=" + operation + "&Version=2016-11-15"))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private static List<String> all(Pattern pattern, String answer) {
        return pattern.matcher(answer)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
