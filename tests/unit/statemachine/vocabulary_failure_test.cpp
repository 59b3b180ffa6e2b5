#include <gtest/gtest.h>

#include <string>

#include "statemachine/vocabulary/failure.hpp"

namespace pawl {
namespace {

TEST(Failure, what_fits_the_model_stays_as_it_is) {
    const Failure failure{std::string(256, 'e'), std::string(32'768, 'c')};
    EXPECT_EQ(within_limits(failure), failure);
    EXPECT_EQ(within_limits({"Error", std::nullopt}), (Failure{"Error", std::nullopt}));
}

TEST(Failure, longer_texts_are_cut_between_characters) {
    const Failure cut = within_limits({std::string(255, 'e') + "ä", std::string(32'766, 'c') + "€"});
    EXPECT_EQ(cut.error, std::string(255, 'e'));
    EXPECT_EQ(cut.cause, std::string(32'766, 'c'));
    EXPECT_EQ(within_limits({std::string(1'000, 'e'), std::string(40'000, 'c')}).cause, std::string(32'768, 'c'));
}

}  // namespace
}  // namespace pawl
