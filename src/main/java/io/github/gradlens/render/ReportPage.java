package io.github.gradlens.render;

import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills the template: names and numbers as text, pictures read from the spool as they are due. */
final class ReportPage {
  private ReportPage() {}

  static void write(
      ReportHead head,
      PictureOptions options,
      Map<Integer, Report.Row> rows,
      List<Report.Failure> failures,
      int leftOut,
      Spool spool,
      OutputStream out)
      throws IOException {
    String script = script();
    Map<String, Object> model = new HashMap<>();
    model.put("script", script);
    model.put("scriptHash", hash(script));
    model.put("style", Templates.resource("report.css"));
    model.put("title", Text.clean(head.title()));
    model.put("modelName", Text.clean(head.model()));
    model.put("version", Text.clean(head.version()));
    model.put("overlay", Choice.text(options.overlay()));
    model.put("alpha", alpha(options));
    model.put("settings", ReportModel.settings(head, options));
    model.put("methods", ReportModel.methods(head));
    model.put("columns", ReportModel.columns(head));
    model.put("legends", ReportModel.legends(rows));
    model.put("rows", rowModels(head, rows, spool));
    model.put("failures", ReportModel.failures(failures, head.limit()));
    model.put("failureCount", failures.size());
    model.put("leftOut", leftOut);
    model.put("inputCount", rows.size() + leftOut);
    model.put("limit", head.limit());
    Templates.fill("report.ftlh", model, out);
  }

  private static int alpha(PictureOptions options) {
    boolean alone = options.overlay() == PictureOptions.Overlay.NONE;
    return alone ? 100 : (int) Math.round(100 * options.alpha());
  }

  private static List<Object> rowModels(
      ReportHead head, Map<Integer, Report.Row> rows, Spool spool) {
    List<Object> models = new ArrayList<>();
    for (Map.Entry<Integer, Report.Row> entry : rows.entrySet()) {
      models.add(
          ReportModel.row(
              entry.getKey(),
              entry.getValue(),
              head,
              ref -> (TemplateScalarModel) () -> spool.uri(ref)));
    }
    return models;
  }

  /** The page's one script; its parts share their names and nothing else sees them. */
  private static String script() throws IOException {
    return "'use strict';\n(() => {\n"
        + Templates.resource("report.js")
        + "\n"
        + Templates.resource("zoom.js")
        + "\n"
        + Templates.resource("viewer.js")
        + "\n})();";
  }

  /** The content security policy's name of a script: its SHA-256 in base64. */
  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
