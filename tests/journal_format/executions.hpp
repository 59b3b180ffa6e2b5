// The executions of a fixture: together they go through all eight state types in both languages and stand in every phase that outlives a commit.
// A new format's fixture is made by the same steps; what the format newly knows is added at the end, so that the keys before stay.
#pragma once

#include "tests/journal_format/world.hpp"

namespace pawl::engine::journal_format {

/// How the fixture was driven: small payloads are allowed, so that one that is too large is small.
Settings usual_settings();
/// Fills a new database; what it leaves in memory is lost, as in a crash. The world is closed afterwards.
void leave_executions(World& world);

}  // namespace pawl::engine::journal_format
