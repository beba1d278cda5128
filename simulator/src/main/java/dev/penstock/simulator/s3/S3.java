package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** S3: what it is made of, and what others ask of it. */
public final class S3 {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final Ids ids;
    private final Blobs blobs;
    private final Buckets buckets;
    private final Uploads uploads;
    private final Access access;
    private final Acls acls;
    private final BucketLife life;
    private final BucketOptions options;
    private final Cors cors;
    private final Encryption encryption;
    private final Lifecycle lifecycle;
    private final Notifications notifications;
    private final Replication replication;
    private final Tagging tagging;
    private final Website website;
    private final BucketMetering metering;
    private final StorageReports reports;
    private final ObjectLocks locks;
    private final Versions versions;
    private final Objects objects;
    private final Deletion deletion;
    private final Copying copying;
    private final Archive archive;
    private final Multipart multipart;
    private final MultipartCompletion completion;
    private final PartListing parts;
    private final Listing listing;

    public S3(Store store, Calendar calendar, Ids ids) {
        blobs = store.blobs();
        this.ids = ids;
        buckets = new Buckets(store);
        uploads = new Uploads(buckets);
        versions = new Versions(store, buckets, new VersionIds(ids));
        versions.onTouch(uploads::touched);
        access = new Access(buckets, store.blobs());
        acls = new Acls(buckets, access);
        buckets.sharing(this::shares);
        tagging = new Tagging(buckets, versions);
        life = new BucketLife(buckets, access, acls, tagging);
        options = new BucketOptions(buckets);
        cors = new Cors(buckets);
        encryption = new Encryption(buckets);
        lifecycle = new Lifecycle(buckets, versions, uploads, calendar);
        notifications = new Notifications(buckets);
        replication = new Replication(buckets);
        website = new Website(buckets);
        metering = new BucketMetering(buckets);
        reports = new StorageReports(buckets);
        locks = new ObjectLocks(buckets, versions);
        Checksums checksums = new Checksums(store.blobs());
        WriteRequests writes = new WriteRequests(encryption, locks, acls, ids);
        objects = new Objects(buckets, versions, writes, checksums, lifecycle);
        deletion = new Deletion(buckets, versions, locks);
        copying = new Copying(buckets, versions, writes, encryption, checksums);
        archive = new Archive(buckets, versions, calendar);
        multipart = new Multipart(buckets, versions, uploads, writes, checksums, ids);
        completion = new MultipartCompletion(buckets, versions, uploads, store.blobs());
        parts = new PartListing(buckets, versions, uploads);
        listing = new Listing(buckets);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("s3", new ServiceDefinition.Protocol.RestXml(NAMESPACE, cors), this::declare);
    }

    private void declare(Operations all) {
        life.declare(all);
        options.declare(all);
        access.declare(all);
        acls.declare(all, versions);
        tagging.declare(all);
        cors.declare(all);
        encryption.declare(all);
        lifecycle.declare(all);
        notifications.declare(all);
        replication.declare(all);
        website.declare(all);
        metering.declare(all);
        reports.declare(all);
        locks.declare(all);
        objects.declare(all);
        deletion.declare(all);
        copying.declare(all);
        archive.declare(all);
        multipart.declare(all);
        completion.declare(all);
        parts.declare(all);
        listing.declare(all);
    }

    /**
     * Lets notifications of buckets go out from now on.
     *
     * @param told who hears of the events of buckets that send them to EventBridge
     * @param destinations what notifications go to
     */
    public void notify(ServiceEvents told, NotificationDestinations destinations) {
        notifications.destinations(destinations);
        versions.news(new BucketNews(notifications, told, destinations, ids));
    }

    /** The account that owns the bucket of an ARN, which does not say so. Reads within the current transaction. */
    public Optional<String> ownerOf(String arn) {
        return buckets.find(bucketOf(arn)).map(Bucket::account);
    }

    /** The policy of the bucket that an ARN is in, as JSON. Reads within the current transaction. */
    public Optional<String> policyOf(String arn) {
        return access.document(bucketOf(arn));
    }

    /** Objects as other services read and write them; what they write is among {@code effects}. */
    public ObjectAccess access(Effects effects) {
        return new ObjectAccess(objects, effects, blobs);
    }

    private static String bucketOf(String arn) {
        return arn.split(":", 6)[5].split("/", 2)[0];
    }

    /** The digests of all contents that objects and unfinished uploads refer to. Reads within a transaction. */
    public Set<String> contents() {
        Set<String> digests = new HashSet<>();
        for (StoredObject object : buckets.objects().all()) {
            object.versions()
                    .forEach(version -> version.content().pieces().forEach(piece -> digests.add(piece.sha256())));
        }
        for (Uploads.Upload upload : uploads.all()) {
            upload.parts().values().forEach(part -> part.pieces().forEach(piece -> digests.add(piece.sha256())));
        }
        return digests;
    }

    /** Another account may use a bucket when its policy or its access control list names it. */
    private boolean shares(Bucket bucket, String account) {
        boolean byPolicy = access.document(bucket.name())
                .filter(document -> PolicyDocument.parse(document).names(account))
                .isPresent();
        return byPolicy || acls.grants(bucket, account);
    }
}
