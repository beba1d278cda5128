package dev.penstock.simulator.elb.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answers that application load balancers give by themselves, as they look there. */
public final class Answers {

    private Answers() {}

    /** An error of the load balancer's. */
    public static Route.Answer error(int status) {
        String title = status + " " + reason(status);
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n";
        return new Route.Answer(
                status,
                List.of(new HttpHead.Header("Server", "awselb/2.0"), new HttpHead.Header("Content-Type", "text/html")),
                page.getBytes(StandardCharsets.US_ASCII));
    }

    /** The reason phrase of a status. */
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            default -> "Status";
        };
    }
}
