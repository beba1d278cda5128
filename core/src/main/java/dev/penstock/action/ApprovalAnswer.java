package dev.penstock.action;

/**
 * What somebody answered to a manual approval ({@code PutApprovalResult}).
 *
 * @param approved whether it goes on
 * @param summary why, up to 512 characters; may be empty
 * @param by who answered
 */
public record ApprovalAnswer(boolean approved, String summary, String by) {

    /** So many characters of a summary are kept, in CodePipeline as well. */
    public static final int LONGEST_SUMMARY = 512;
}
