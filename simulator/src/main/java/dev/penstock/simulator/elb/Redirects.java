package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.proxy.HttpHead;
import dev.penstock.simulator.elb.proxy.Route;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;

/** Redirects, with the reserved words that stand for parts of the request. Source: API Reference, RedirectActionConfig. */
final class Redirects {

    private Redirects() {}

    static Route.Answer answer(RedirectActionConfig config, Listener listener, RequestFacts request) {
        String protocol = fill(config.protocol(), listener, request);
        String port = fill(config.port(), listener, request);
        String query = fill(config.query(), listener, request);
        String location = protocol.toLowerCase(Locale.ROOT) + "://" + fill(config.host(), listener, request) + ":"
                + port + fill(config.path(), listener, request) + (query.isEmpty() ? "" : "?" + query);
        int status = config.statusCode() == RedirectActionStatusCodeEnum.HTTP_301 ? 301 : 302;
        return new Route.Answer(
                status,
                List.of(
                        new HttpHead.Header("Server", "awselb/2.0"),
                        new HttpHead.Header("Content-Type", "text/html"),
                        new HttpHead.Header("Location", location)),
                new byte[0]);
    }

    private static String fill(String template, Listener listener, RequestFacts request) {
        String path = request.path().startsWith("/") ? request.path().substring(1) : request.path();
        return template.replace("#{protocol}", listener.protocolAsString())
                .replace("#{host}", request.host())
                .replace("#{port}", Integer.toString(listener.port()))
                .replace("#{path}", path)
                .replace("#{query}", request.rawQuery());
    }
}
