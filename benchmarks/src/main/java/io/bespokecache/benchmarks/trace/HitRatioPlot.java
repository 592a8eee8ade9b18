package io.bespokecache.benchmarks.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.bespokecache.benchmarks.trace.TraceSimulator.HitRatios;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * A picture of hit ratios: a group of bars a trace and size.
 */
final class HitRatioPlot {

	private static final int WIDTH = 1600;

	private static final int HEIGHT = 700;

	private static final int LABEL_ROTATION = 45;

	private HitRatioPlot() {
	}

	static void write(HitRatios ratios, Path file) throws IOException {
		CategoryChart chart = new CategoryChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title("Hit ratio")
			.yAxisTitle("percent")
			.build();
		chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION);
		List<String> cells = ratios.rows.stream().map((row) -> row.trace() + " " + row.size()).toList();
		for (int i = 0; i < ratios.policies.size(); i++) {
			int policy = i;
			chart.addSeries(ratios.policies.get(i).toString(), cells,
					ratios.rows.stream().map((row) -> row.ratios().get(policy)).toList());
		}
		BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
	}

}
