package dev.penstock.bucket;

/** Who may read and write an object, by S3's own names for the usual answers ("Canned ACL", Amazon S3 User Guide). */
public enum CannedAcl {
    /** The owner alone. */
    PRIVATE("private"),
    /** Everybody may read. */
    PUBLIC_READ("public-read"),
    /** Everybody may read and write. */
    PUBLIC_READ_WRITE("public-read-write"),
    /** Everybody with an account of AWS may read. */
    AUTHENTICATED_READ("authenticated-read"),
    /** Amazon EC2 may read, to fetch images of machines. */
    AWS_EXEC_READ("aws-exec-read"),
    /** The owner of the bucket may read. */
    BUCKET_OWNER_READ("bucket-owner-read"),
    /** The owner of the bucket may read and write. */
    BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control");

    private final String awsName;

    CannedAcl(String awsName) {
        this.awsName = awsName;
    }

    /** As S3 has it, such as {@code public-read}. */
    public String awsName() {
        return awsName;
    }

    /** All names. */
    static String[] names() {
        CannedAcl[] all = values();
        String[] names = new String[all.length];
        for (int i = 0; i < all.length; i++) {
            names[i] = all[i].awsName;
        }
        return names;
    }

    /** The one of a name of those. */
    static CannedAcl of(String awsName) {
        for (CannedAcl each : values()) {
            if (each.awsName.equals(awsName)) {
                return each;
            }
        }
        throw new IllegalArgumentException("'" + awsName + "' is no canned ACL");
    }
}
