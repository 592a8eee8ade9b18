package io.bespokecache.atlas.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.atlas.AtlasApplication;

/**
 * Atlas in a process that another has started. It ends when its standard input does,
 * which happens however that other one ends, and ends with itself the processes whose ids
 * it was given there, a line each.
 */
final class AtlasNode {

	private AtlasNode() {
	}

	public static void main(String[] args) {
		Thread watch = new Thread(AtlasNode::endWithInput, "atlas-end");
		watch.setDaemon(true);
		watch.start();
		AtlasApplication.main(args);
	}

	private static void endWithInput() {
		List<ProcessHandle> others = new CopyOnWriteArrayList<>();
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			lines.lines().map(Long::valueOf).map(ProcessHandle::of).flatMap(Optional::stream).forEach(others::add);
		}
		catch (IOException ex) {
			System.err.println("Standard input cannot be read, so Atlas ends: " + ex);
		}
		others.forEach(ProcessHandle::destroy);
		System.exit(0);
	}

}
