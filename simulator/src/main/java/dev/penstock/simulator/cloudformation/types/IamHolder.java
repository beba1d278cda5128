package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;

/**
 * What can have policies: a role, a user, a group. Their calls are alike and their model classes are not.
 *
 * @param handler asks for it
 */
record IamHolder(ServiceHandler handler, ResourceContext context, Kind kind, String name) {

    enum Kind {
        ROLE("Roles"),
        USER("Users"),
        GROUP("Groups");

        /** The property of policies that lists such holders. */
        final String property;

        Kind(String property) {
            this.property = property;
        }
    }

    void put(String policy, String document) {
        ask(
                switch (kind) {
                    case ROLE ->
                        PutRolePolicyRequest.builder()
                                .roleName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build();
                    case USER ->
                        PutUserPolicyRequest.builder()
                                .userName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build();
                    case GROUP ->
                        PutGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build();
                });
    }

    void delete(String policy) {
        drop(
                switch (kind) {
                    case ROLE ->
                        DeleteRolePolicyRequest.builder()
                                .roleName(name)
                                .policyName(policy)
                                .build();
                    case USER ->
                        DeleteUserPolicyRequest.builder()
                                .userName(name)
                                .policyName(policy)
                                .build();
                    case GROUP ->
                        DeleteGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyName(policy)
                                .build();
                });
    }

    void attach(String arn) {
        ask(
                switch (kind) {
                    case ROLE ->
                        AttachRolePolicyRequest.builder()
                                .roleName(name)
                                .policyArn(arn)
                                .build();
                    case USER ->
                        AttachUserPolicyRequest.builder()
                                .userName(name)
                                .policyArn(arn)
                                .build();
                    case GROUP ->
                        AttachGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyArn(arn)
                                .build();
                });
    }

    void detach(String arn) {
        drop(
                switch (kind) {
                    case ROLE ->
                        DetachRolePolicyRequest.builder()
                                .roleName(name)
                                .policyArn(arn)
                                .build();
                    case USER ->
                        DetachUserPolicyRequest.builder()
                                .userName(name)
                                .policyArn(arn)
                                .build();
                    case GROUP ->
                        DetachGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyArn(arn)
                                .build();
                });
    }

    private void ask(SdkPojo request) {
        handler.call(context, request, SdkPojo.class);
    }

    private void drop(SdkPojo request) {
        handler.remove(context, request, SdkPojo.class);
    }

    /** Gives it the policies of its own properties {@code ManagedPolicyArns} and {@code Policies}, and takes others away. */
    void change(Properties before, Properties after) {
        List<String> attached = before.texts("ManagedPolicyArns");
        List<String> wanted = after.texts("ManagedPolicyArns");
        wanted.stream().filter(arn -> !attached.contains(arn)).forEach(this::attach);
        attached.stream().filter(arn -> !wanted.contains(arn)).forEach(this::detach);
        Map<String, String> old = documents(before);
        Map<String, String> inline = documents(after);
        inline.forEach((policy, document) -> {
            if (!document.equals(old.get(policy))) {
                put(policy, document);
            }
        });
        old.keySet().stream().filter(policy -> !inline.containsKey(policy)).forEach(this::delete);
    }

    private static Map<String, String> documents(Properties properties) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (Properties policy : properties.parts("Policies")) {
            documents.put(policy.require("PolicyName"), policy.text("PolicyDocument", ""));
        }
        return documents;
    }

    /** All whom a policy's properties name. */
    static List<IamHolder> of(ServiceHandler handler, ResourceContext context, Properties policy) {
        List<IamHolder> holders = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (JsonValue name : policy.elements(kind.property)) {
                holders.add(new IamHolder(handler, context, kind, JsonTexts.scalar(name)));
            }
        }
        return holders;
    }
}
