// What the generator makes is valid ASL: a scenario whose machines do not compile would prove nothing.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "statemachine/definition/machine.hpp"
#include "tests/simulation/scenario/machine_generator.hpp"
#include "tests/simulation/scenario/scenario.hpp"

namespace pawl::simulation {
namespace {

TEST(Generator, machines_compile) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        GeneratorLimits limits;
        limits.endless = seed % 50 == 0;
        const auto text = boost::json::serialize(generate_machine(Random(seed), limits, epoch));
        const auto compiled = definition::compile(text);
        for (const auto& diagnostic : compiled.diagnostics) {
            EXPECT_NE(diagnostic.severity, definition::Severity::Error)
                << "seed " << seed << ": " << diagnostic.code << " at " << diagnostic.location << ": " << diagnostic.message;
        }
        for (const auto& unsupported : compiled.unsupported) ADD_FAILURE() << "seed " << seed << ": " << unsupported.what;
        ASSERT_TRUE(compiled.machine) << text;
    }
}

}  // namespace
}  // namespace pawl::simulation
