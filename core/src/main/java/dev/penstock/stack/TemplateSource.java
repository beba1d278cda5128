package dev.penstock.stack;

/** Where a template comes from. */
public sealed interface TemplateSource {

    /** The most bytes that a template may have ("AWS CloudFormation quotas"). */
    int LARGEST = 1024 * 1024;

    /** The most bytes that a template may have that is not read from S3 ("AWS CloudFormation quotas"). */
    int LARGEST_BODY = 51_200;

    /**
     * Its text. One that is larger than {@link #LARGEST_BODY} in UTF-8 goes by way of S3.
     *
     * @param text at most {@link #LARGEST} bytes in UTF-8
     */
    record Body(String text) implements TemplateSource {}

    /**
     * An object in S3.
     *
     * @param url its URL
     */
    record Url(String url) implements TemplateSource {}

    /** The template that the stack has. */
    record Previous() implements TemplateSource {}
}
