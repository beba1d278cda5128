package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;

/** Dashboards are kept, not drawn. They belong to an account, not to a region. */
final class Dashboards {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private record Row(String name, String body, Instant modified) {}

    private final Table<Row> rows;

    Dashboards(Store store) {
        rows = store.table("cloudwatch.dashboards", Row.class);
    }

    PutDashboardResponse put(Call call, PutDashboardRequest request) {
        String name = required(request.dashboardName(), "DashboardName");
        String body = required(request.dashboardBody(), "DashboardBody");
        if (!NAME.matcher(name).matches()) {
            throw CloudWatchErrors.value(
                    "The value for field DashboardName contains invalid characters. It can only contain"
                            + " alphanumerics, dash (-) and underscore (_).\n");
        }
        if (!isObject(body)) {
            throw CloudWatchErrors.shape(
                    "DashboardInvalidInputError",
                    "The field DashboardBody must be a valid JSON object",
                    "InvalidParameterInput");
        }
        rows.put(call.account() + "/" + name, new Row(name, body, call.now()));
        call.effect(arn(call, name));
        return PutDashboardResponse.builder()
                .dashboardValidationMessages(List.of())
                .build();
    }

    GetDashboardResponse get(Call call, GetDashboardRequest request) {
        Row row = find(call, required(request.dashboardName(), "DashboardName"));
        return GetDashboardResponse.builder()
                .dashboardArn(arn(call, row.name()))
                .dashboardName(row.name())
                .dashboardBody(row.body())
                .build();
    }

    ListDashboardsResponse list(Call call, ListDashboardsRequest request) {
        String prefix = request.dashboardNamePrefix() == null ? "" : request.dashboardNamePrefix();
        Page<Row> page = Page.of(
                List.copyOf(rows.under(call.account() + "/" + prefix).values()),
                Row::name,
                request.nextToken(),
                null,
                1000);
        return ListDashboardsResponse.builder()
                .dashboardEntries(page.items().stream()
                        .map(row -> DashboardEntry.builder()
                                .dashboardName(row.name())
                                .dashboardArn(arn(call, row.name()))
                                .lastModified(row.modified())
                                .size((long) row.body().getBytes(StandardCharsets.UTF_8).length)
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    DeleteDashboardsResponse delete(Call call, DeleteDashboardsRequest request) {
        request.dashboardNames().forEach(name -> find(call, name));
        request.dashboardNames().forEach(name -> {
            rows.remove(call.account() + "/" + name);
            call.effect(arn(call, name));
        });
        return DeleteDashboardsResponse.builder().build();
    }

    private Row find(Call call, String name) {
        return rows.get(call.account() + "/" + name).orElseThrow(() -> CloudWatchErrors.noSuchDashboard(name));
    }

    private static boolean isObject(String body) {
        try {
            return Json.tree(body.getBytes(StandardCharsets.UTF_8)) instanceof Map;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String arn(Call call, String name) {
        return "arn:aws:cloudwatch::" + call.account() + ":dashboard/" + name;
    }
}
