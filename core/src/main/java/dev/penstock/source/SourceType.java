package dev.penstock.source;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of source action: their configuration keys and output variables (CodePipeline User Guide, action reference). */
enum SourceType {
    CONNECTION(ActionOwner.AWS, "CodeStarSourceConnection", "FullRepositoryId") {
        @Override
        Named read(ConfigurationReader keys) {
            String arn = keys.required("ConnectionArn");
            String repository = keys.required(namingKey());
            keys.flag("DetectChanges", true);
            return new Named(
                    repository,
                    keys.required("BranchName"),
                    format(keys),
                    Map.of("ConnectionArn", arn, "FullRepositoryName", repository));
        }

        @Override
        Map<String, String> variables(SourceConfiguration configuration, SourceRevision.Commit commit) {
            return commitVariables(commit);
        }
    },

    GIT_HUB(ActionOwner.THIRD_PARTY, "GitHub", "Repo") {
        @Override
        Named read(ConfigurationReader keys) {
            String repository = keys.required("Repo");
            String owner = keys.required("Owner");
            keys.optional("OAuthToken");
            keys.flag("PollForSourceChanges", true);
            return new Named(
                    owner + "/" + repository, keys.required("Branch"), false, Map.of("RepositoryName", repository));
        }

        @Override
        Map<String, String> variables(SourceConfiguration configuration, SourceRevision.Commit commit) {
            Map<String, String> variables = commitVariables(commit);
            variables.put("CommitterDate", commit.committerDate());
            variables.put("CommitUrl", "https://github.com/" + configuration.repository() + "/commit/" + commit.id());
            return variables;
        }
    },

    CODE_COMMIT(ActionOwner.AWS, "CodeCommit", "RepositoryName") {
        @Override
        Named read(ConfigurationReader keys) {
            String repository = keys.required(namingKey());
            keys.flag("PollForSourceChanges", true);
            return new Named(
                    repository, keys.required("BranchName"), format(keys), Map.of("RepositoryName", repository));
        }

        @Override
        Map<String, String> variables(SourceConfiguration configuration, SourceRevision.Commit commit) {
            Map<String, String> variables = commitVariables(commit);
            variables.put("CommitterDate", commit.committerDate());
            return variables;
        }
    },

    BUCKET(ActionOwner.AWS, "S3", "S3Bucket") {
        @Override
        Named read(ConfigurationReader keys) {
            String bucket = keys.required(namingKey());
            String key = keys.required("S3ObjectKey");
            keys.flag("PollForSourceChanges", true);
            keys.flag("AllowOverrideForS3ObjectKey", false);
            return new Named(
                    bucket + "/" + key,
                    "",
                    false,
                    Map.of("BucketName", bucket, "ObjectKey", key),
                    bucket.isBlank() || key.isBlank()
                            ? Optional.empty()
                            : Optional.of(new ObjectLocation(bucket, key)));
        }

        @Override
        Map<String, String> variables(SourceConfiguration configuration, SourceRevision.Commit commit) {
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("ETag", commit.id());
            variables.put("VersionId", commit.id());
            return variables;
        }
    };

    private static final String ZIP = "CODE_ZIP";
    private static final String CLONE_REFERENCE = "CODEBUILD_CLONE_REF";

    private final ActionOwner owner;
    private final String provider;
    private final String namingKey;

    SourceType(ActionOwner owner, String provider, String namingKey) {
        this.owner = owner;
        this.provider = provider;
        this.namingKey = namingKey;
    }

    /** What the configuration says of the source. */
    record Named(
            String repository,
            String branch,
            boolean cloneReference,
            Map<String, String> fixedVariables,
            Optional<ObjectLocation> object) {

        /** A source that is no object. */
        Named(String repository, String branch, boolean cloneReference, Map<String, String> fixedVariables) {
            this(repository, branch, cloneReference, fixedVariables, Optional.empty());
        }
    }

    ActionTypeId id() {
        return new ActionTypeId(ActionCategory.SOURCE, owner, provider, "1");
    }

    /** The key that names the repository or bucket, to which problems with it are reported. */
    String namingKey() {
        return namingKey;
    }

    abstract Named read(ConfigurationReader keys);

    /** The output variables that the revision decides. */
    abstract Map<String, String> variables(SourceConfiguration configuration, SourceRevision.Commit commit);

    private static boolean format(ConfigurationReader keys) {
        return keys.choice("OutputArtifactFormat", ZIP, ZIP, CLONE_REFERENCE).equals(CLONE_REFERENCE);
    }

    private static Map<String, String> commitVariables(SourceRevision.Commit commit) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AuthorDate", commit.authorDate());
        variables.put("BranchName", commit.branch());
        variables.put("CommitId", commit.id());
        variables.put("CommitMessage", commit.message());
        return variables;
    }
}
