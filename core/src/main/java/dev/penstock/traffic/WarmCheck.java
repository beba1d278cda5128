package dev.penstock.traffic;

/**
 * What must be answered before users come.
 *
 * @param path of the page, from {@code /}; without a query, which could hold what nobody should read in a log
 * @param status that is expected, 200 to 599
 * @param attempts how often to ask at most, at least 1
 */
public record WarmCheck(String path, int status, int attempts) {

    public WarmCheck {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with /, and this is " + path);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a page that is never asked for tells nothing");
        }
    }

    /** Whether this is what is expected. */
    public boolean isMetBy(WebProbe.Answer answer) {
        return answer instanceof WebProbe.Answer.Status(int code) && code == status;
    }
}
